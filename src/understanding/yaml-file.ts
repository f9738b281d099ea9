import { readdir, readFile } from 'node:fs/promises'
import { isAlias, isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type EarshotError, invalid } from '../domain/errors.ts'
import { firstFault } from '../domain/field-faults.ts'

/** Makes an error that names the file, the line of the value at `path`, the field and what is wrong with it. */
export type Complain = (path: readonly PropertyKey[], reason: string) => EarshotError

/** One file of `intents/` or of the company's folder, checked. Throws `invalid-request` naming file, line and field. */
export async function readYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<{ value: z.output<Schema>; complain: Complain }> {
  const lines = new LineCounter()
  const document = parseDocument(await readFile(file, 'utf8'), { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    const reason = broken.message.split('\n')[0] ?? 'is not YAML'
    throw invalid('bad-intent-file', `${file}:${lines.linePos(broken.pos[0]).line}: ${reason}`)
  }
  const complain: Complain = (path, reason) => {
    const field = path.join('.')
    const line = lines.linePos(offsetOf(document.contents, path)).line
    return invalid('bad-intent-file', `${file}:${line}: ${field || 'the file'} ${reason}.`, field)
  }
  const result = schema.safeParse(document.toJS())
  if (result.success) return { value: result.data, complain }
  const { path, reason } = firstFault(result.error, 'is not a field of this file')
  throw complain(path, reason)
}

/** Names of the YAML files in `folder`, in alphabetical order; none when there is no such folder. */
export async function listYaml(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** Where the value at `path` starts, or the nearest thing above it that is there. */
function offsetOf(node: unknown, path: readonly PropertyKey[]): number {
  const start = startOf(node)
  const [step, ...rest] = path
  if (step === undefined || isAlias(node)) return start
  if (isMap(node)) {
    const pair = node.items.find((item) => String(item.key) === String(step))
    return pair ? offsetOf(pair.value ?? pair.key, rest) : start
  }
  if (isSeq(node)) return offsetOf(node.items[Number(step)] ?? node, rest)
  return start
}

function startOf(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return 0
  return Number(node.range[0])
}

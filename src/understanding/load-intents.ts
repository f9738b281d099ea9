import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isAlias, isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { invalid } from '../domain/errors.ts'
import type { IntentDefinition, TagDefinition } from '../domain/intent.ts'
import { PRIORITIES } from '../domain/priority.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower case letters, digits and _')
const tagName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and -')
const sentence = z.string().trim().min(1, 'must not be empty').max(300)

const serve = z.union(
  [
    z.strictObject({ article: z.string().min(1) }),
    z.strictObject({ reply: z.string().min(1).max(1000) }),
    z.strictObject({ person: z.literal(true), article: z.string().min(1).optional() }),
  ],
  { error: 'must be { article: … }, { reply: … } or { person: true }' },
)

const intentFile = z.strictObject({
  name,
  title: sentence,
  description: sentence,
  tags: z.array(tagName).min(1, 'must name at least one tag'),
  skill: z.string().min(1),
  priority: z.enum(PRIORITIES, { error: `must be one of ${PRIORITIES.join(', ')}` }),
  serve,
  examples: z.array(z.string().trim().min(1).max(4000)).min(5, 'must hold at least 5 examples'),
})

const tagsFile = z.array(
  z.strictObject({
    name: tagName,
    description: sentence,
    colour: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #4A6FA5'),
  }),
)

/**
 * Reads `tags.yaml` and every other `*.yaml` of the folder, in alphabetical order. A bad file throws an
 * `invalid-request` error that names file, line and field; a missing folder or one without intents gives empty lists.
 */
export async function loadIntents(folder: string): Promise<{ intents: IntentDefinition[]; tags: TagDefinition[] }> {
  const files = (await listFolder(folder)).filter((file) => /\.ya?ml$/.test(file)).sort()
  const tags: TagDefinition[] = []
  const intents: IntentDefinition[] = []
  if (files.includes('tags.yaml')) tags.push(...(await readYaml(join(folder, 'tags.yaml'), tagsFile)).value)
  const knownTags = new Set(tags.map((tag) => tag.name))
  const owners = new Map<string, string>()
  for (const file of files) {
    if (file === 'tags.yaml') continue
    const { value: intent, complain } = await readYaml(join(folder, file), intentFile)
    if (intent.name !== basename(file).replace(/\.ya?ml$/, '')) {
      throw complain(['name'], `is "${intent.name}", but the file is called ${file}`)
    }
    intent.tags.forEach((tag, i) => {
      if (!knownTags.has(tag)) throw complain(['tags', i], `names the tag "${tag}", which tags.yaml does not have`)
    })
    intent.examples.forEach((example, i) => {
      const owner = owners.get(example.toLowerCase())
      if (owner) throw complain(['examples', i], `"${example}" already stands in ${owner}`)
      owners.set(example.toLowerCase(), file)
    })
    intents.push(intent)
  }
  return { intents, tags }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

async function readYaml<Schema extends z.ZodType>(file: string, schema: Schema) {
  const lines = new LineCounter()
  const document = parseDocument(await readFile(file, 'utf8'), { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    const reason = broken.message.split('\n')[0] ?? 'is not YAML'
    throw invalid('bad-intent-file', `${file}:${lines.linePos(broken.pos[0]).line}: ${reason}`)
  }
  const complain = (path: readonly PropertyKey[], reason: string) => {
    const field = path.join('.')
    const line = lines.linePos(offsetOf(document.contents, path)).line
    return invalid('bad-intent-file', `${file}:${line}: ${field || 'the file'} ${reason}.`, field)
  }
  const result = schema.safeParse(document.toJS())
  if (result.success) return { value: result.data, complain }
  const issue = result.error.issues[0]
  // zod puts the fields it does not know beside the path, not into it.
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const reason = unknown.length > 0 ? 'is not a field of this file' : (issue?.message ?? 'is not valid')
  throw complain([...(issue?.path ?? []), ...unknown], reason)
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

import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { invalid } from '../../domain/errors.ts'
import { firstFault } from '../../domain/field-faults.ts'

/** One JSON object a line; unknown keys and empty lines are passed over. What is wrong is named with file and line. */
export async function readRows<Row>(file: string, shape: z.ZodType<Row>): Promise<Row[]> {
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid('bad-rows', `${file} cannot be read: ${reasonOf(error)}.`)
  })
  const rows = content
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [readRow(line, shape, `${file}:${i + 1}`)]))
  if (rows.length === 0) throw invalid('bad-rows', `${file} is empty: it must hold one JSON object a line.`)
  return rows
}

function readRow<Row>(line: string, shape: z.ZodType<Row>, place: string): Row {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw invalid('bad-rows', `${place}: is not JSON.`)
  }
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const { path, reason } = firstFault(read.error)
  const field = path.join('.')
  throw invalid('bad-rows', `${place}: ${field || 'the row'} ${reason}.`, field)
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  return error instanceof Error ? error.message : String(error)
}

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { EarshotError, invalid } from '../../domain/errors.ts'
import { firstFault } from '../../domain/field-faults.ts'
import { EMOTIONS, SENTIMENTS } from '../../domain/understanding.ts'

const row = z.object({
  text: z.string().min(1),
  sentiment: z.enum(SENTIMENTS),
  emotions: z.array(z.enum(EMOTIONS)),
  urgent: z.boolean(),
})

export type SentimentRow = z.output<typeof row>

/** Reads the labelled messages; a missing file or a bad line stops the start with file, line and field. */
export async function loadSentimentRows(file: string): Promise<SentimentRow[]> {
  const content = await readFile(file, 'utf8').catch((cause) => {
    throw new EarshotError(
      'unavailable',
      'sentiment-data-missing',
      `${file} cannot be read. It belongs to the repository: restore it with git.`,
      { cause },
    )
  })
  return content.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    const result = row.safeParse(parseJson(line))
    if (result.success) return [result.data]
    const { path, reason } = firstFault(result.error)
    const field = path.join('.')
    throw invalid('bad-sentiment-file', `${file}:${i + 1}: ${field || 'the line'} ${reason}.`, field)
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

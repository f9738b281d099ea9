import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { firstFault } from '../../domain/index.ts'
import { UsageError } from '../usage-error.ts'

const sentences = z.array(z.string().min(1)).min(1)
const share = z.number().min(0).max(1)
const logNormal = z.strictObject({ median: z.number().positive(), sigma: z.number().min(0).max(3) })
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const trafficFile = z.strictObject({
  timeZone: z.string().min(1),
  perDay: z.number().positive().max(2000),
  weekdays: z.record(z.enum(DAYS), z.number().min(0)),
  hours: z.array(z.number().min(0)).length(24),
  returning: share,
  intents: z.record(z.string(), z.number().min(0)),
  tempers: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        share,
        openings: sentences,
        unhelped: sentences,
        asksForPerson: sentences,
        thanks: sentences,
        answers: sentences,
        turns: z.int().min(1).max(6),
        patienceMinutes: z.number().positive(),
        stars: z.array(z.number().min(0)).length(5),
      }),
    )
    .min(1),
  otherLanguages: z.strictObject({ share, says: sentences }),
  agents: z.strictObject({
    acceptSeconds: logNormal,
    readSeconds: logNormal,
    replySeconds: logNormal,
    customerSeconds: logNormal,
    replies: z.record(z.string(), z.number().positive().max(20)),
    opens: sentences,
    continues: sentences,
    ends: sentences,
  }),
  rated: share,
  names: z.strictObject({ first: sentences, last: sentences }),
})

export type Traffic = z.output<typeof trafficFile>
export type Temper = Traffic['tempers'][number]

export const WEEKDAYS = DAYS

/** Throws a `UsageError` that names the file and the first field at fault. */
export async function readTraffic(path: string): Promise<Traffic> {
  const content = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} can't be read.`)
  })
  let raw: unknown
  try {
    raw = parse(content)
  } catch (error) {
    throw new UsageError(`${path} is not YAML: ${error instanceof Error ? error.message : error}`)
  }
  const read = trafficFile.safeParse(raw)
  if (read.success) return read.data
  const fault = firstFault(read.error)
  throw new UsageError(`${path}: ${fault.path.join('.') || 'the file'} ${fault.reason}.`)
}

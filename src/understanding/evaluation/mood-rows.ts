import { z } from 'zod'
import { invalid } from '../../domain/errors.ts'
import { SENTIMENTS } from '../../domain/understanding.ts'
import { REDDIT_EMOTIONS, sideOfEmotions } from '../sentiment/goemotions.ts'
import { readRows } from './json-rows.ts'

const text = z.string().refine((value) => value.trim() !== '', 'must not be empty')

const labelled = z
  .object({
    text,
    label: z.enum(SENTIMENTS).optional(),
    emotions: z
      .array(z.enum([...REDDIT_EMOTIONS, 'frustration', 'worry', 'none']))
      .min(1)
      .optional(),
  })
  .refine(({ label, emotions }) => label ?? emotions, {
    path: ['label'],
    message: 'is missing, and there are no emotions either',
  })
export interface SentimentTestRow {
  text: string
  /** One of the five levels, or of three where the file knows three only. */
  label: string
}

/**
 * Messages with `label` (three or five levels), or with `emotions` in the words of GoEmotions or ours, which are grouped
 * to negative, neutral, positive; rows with both signs are left out and counted in `leftOut`. A label stands above emotions.
 */
export async function readSentimentRows(file: string): Promise<{ rows: SentimentTestRow[]; leftOut: number }> {
  const read = await readRows(file, labelled)
  const rows = read.flatMap(({ text, label, emotions = [] }) => {
    const known = label ?? sideOfEmotions(emotions)
    return known ? [{ text, label: known }] : []
  })
  if (rows.length === 0) throw invalid('bad-rows', `${file}: every row is both positive and negative.`)
  return { rows, leftOut: read.length - rows.length }
}

const customerOrOther = z.enum(['customer', 'assistant', 'bot', 'agent', 'system'])
const frustrationDialogue = z
  .object({
    id: z.union([z.string(), z.number()]),
    frustrated: z.boolean(),
    from: z.int().min(1).nullish(),
    turns: z.array(z.object({ role: customerOrOther, text: z.string() })).min(1),
  })
  .refine(({ frustrated, from }) => !frustrated || typeof from === 'number', {
    path: ['from'],
    message: 'is missing: it counts customer turns from 1',
  })
export type FrustrationDialogue = z.output<typeof frustrationDialogue>

export const readFrustrationDialogues = (file: string) => readRows(file, frustrationDialogue)

const ratedDialogue = z.object({
  id: z.union([z.string(), z.number()]),
  turns: z
    .array(z.object({ role: customerOrOther, text: z.string(), ratings: z.array(z.number().min(1).max(5)).optional() }))
    .min(1),
})
export type RatedDialogue = z.output<typeof ratedDialogue>

export const readRatedDialogues = (file: string) => readRows(file, ratedDialogue)

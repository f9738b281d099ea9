import { z } from 'zod'
import { readRows } from './json-rows.ts'

/** One labelled message of an evaluation file. */
export interface LabelledRow {
  text: string
  label: string
}

const row = z.object({
  text: z.string().refine((text) => text.trim() !== '', 'must not be empty'),
  label: z.string().min(1, 'must not be empty'),
})

/**
 * Rows of a JSONL file, `{"text", "label"}` a line; other keys and empty lines are ignored. Throws an
 * `invalid-request` error that names the file, and the line where one is at fault.
 */
export const readLabelledRows = (file: string): Promise<LabelledRow[]> => readRows(file, row)

import { z } from 'zod'
import { readRows } from './json-rows.ts'

/** A text with its tags; none for a text that has none. */
export interface TaggedRow {
  text: string
  tags: string[]
}

const row = z.object({
  text: z.string().refine((text) => text.trim() !== '', 'must not be empty'),
  tags: z.array(z.string().min(1, 'must not be empty')).transform((tags) => [...new Set(tags)]),
})

/** Rows `{"text", "tags": [..]}` of a JSONL file; other keys and empty lines are ignored. Errors as of `readRows`. */
export const readTaggedRows = (file: string): Promise<TaggedRow[]> => readRows(file, row)

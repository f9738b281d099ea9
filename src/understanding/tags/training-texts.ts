import type { IntentDefinition } from '../../domain/intent.ts'
import type { TagExample } from '../../domain/ticket.ts'
import type { TaggedRow } from '../evaluation/tag-rows.ts'
import type { MarkedText } from '../training/protocol.ts'

export interface TagTeaching {
  /** Each example carries the tags of its intent. */
  intents: readonly Pick<IntentDefinition, 'tags' | 'examples'>[]
  /** Texts with all their tags; those that name a tag this installation does not have are left out. */
  written: readonly TaggedRow[]
  /** What people said of one tag of one text, the latest last: it stands above everything before. */
  examples: readonly TagExample[]
}

/** All texts to learn tags from: examples of intents first and in their order, then what was written, then what people said. */
export function collectTagTexts(tags: readonly string[], { intents, written, examples }: TagTeaching): MarkedText[] {
  const whole = (text: string, own: readonly string[]): MarkedText => ({
    text,
    marks: tags.map((tag) => (own.includes(tag) ? 1 : 0)),
  })
  const known = new Set(tags)
  const rows = [
    ...intents.flatMap((intent) => intent.examples.map((text) => whole(text, intent.tags))),
    ...written.filter((row) => row.tags.every((tag) => known.has(tag))).map((row) => whole(row.text, row.tags)),
  ]
  const byText = new Map(rows.map((row) => [row.text, row]))
  for (const { text, tag, isRight } of examples) {
    const at = tags.indexOf(tag)
    if (at < 0) continue
    let row = byText.get(text)
    if (!row) {
      row = { text, marks: tags.map(() => null) }
      byText.set(text, row)
      rows.push(row)
    }
    row.marks[at] = isRight ? 1 : 0
  }
  return rows
}

import type { ConsoleTag, Reference } from './wire.ts'
import { percent } from './words.ts'

type TagDefinition = Reference['tags'][number]

/** What differs in every message is read as its kind; these are the kinds. */
const KIND_WORD: Record<string, string> = {
  emailaddress: 'an e-mail address',
  weblink: 'a link',
  ordernumber: 'an order number',
  moneyamount: 'an amount',
  somenumber: 'a number',
}

/** Who set a tag, and how sure a model was: "model 93 %". */
export function sourceWords({ source, confidence, rule }: ConsoleTag): string {
  const sure = confidence === null ? '' : ` ${percent(confidence)}`
  switch (source) {
    case 'agent':
      return 'by a person'
    case 'rule':
      return rule === null ? 'by a rule' : `rule ${rule}`
    case 'intent':
      return `intent${sure}`
    case 'model':
      return `model${sure}`
    case 'suggestion':
      return percent(confidence ?? 0)
  }
}

/** What made a model hear a tag, in one sentence; null where it did not. */
export function whyWords({ why }: ConsoleTag): string | null {
  if (!why) return null
  const words = why.words.map((word) => KIND_WORD[word] ?? `\u201c${word}\u201d`).join(', ')
  const [nearest] = why.examples
  const like = nearest ? `like \u201c${shorten(nearest.text)}\u201d` : ''
  return [words, like].filter(Boolean).join('; ') || null
}

/** Tags of one kind stand together, the wider before the narrower. */
export function groupTags<Tag extends { tag: string }>(tags: readonly Tag[], known: readonly TagDefinition[]): Tag[] {
  const parents = new Map(known.map(({ name, parent }) => [name, parent]))
  const places = new Map(known.map(({ name }, place) => [name, place]))
  const lineOf = (tag: string): number[] => {
    const line = [places.get(tag) ?? known.length]
    for (let above = parents.get(tag); above !== undefined && line.length <= known.length; above = parents.get(above)) {
      line.unshift(places.get(above) ?? known.length)
    }
    return line
  }
  return [...tags].sort((a, b) => compareLines(lineOf(a.tag), lineOf(b.tag)) || (a.tag < b.tag ? -1 : 1))
}

function compareLines(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, i) => place !== b[i])
  if (at < 0) return a.length - b.length
  return (a[at] ?? -1) - (b[at] ?? -1)
}

const shorten = (text: string) => (text.length > 70 ? `${text.slice(0, 67).trimEnd()}\u2026` : text)

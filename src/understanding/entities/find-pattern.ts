import type { Finding } from './finding.ts'

/** One row of `intents/entities.yaml`, compiled. */
export interface EntityPattern {
  name: string
  description: string
  expressions: RegExp[]
  /** `TG-{digits}`: named groups of the expression in braces; `{match}` is all of it. */
  value: string
  case: 'upper' | 'lower' | 'keep'
  /** One such value, to show customers what is asked for. */
  example: string
}

/** Finds what the pattern describes; where two of its expressions meet, the one that stands first in the file wins. */
export function makeFindPattern(pattern: EntityPattern): (text: string) => Finding[] {
  return (text) => {
    const found: Finding[] = []
    for (const expression of pattern.expressions) {
      for (const match of text.matchAll(expression)) {
        const start = match.index
        const end = start + match[0].length
        if (start === end || found.some((other) => start < other.end && other.start < end)) continue
        found.push({ type: pattern.name, value: normalise(pattern, match), start, end })
      }
    }
    return found.sort((a, b) => a.start - b.start)
  }
}

/** Names in the braces of a template. */
export const groupsOfTemplate = (template: string): string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

function normalise(pattern: EntityPattern, match: RegExpMatchArray): string {
  const value = pattern.value.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'match' ? match[0] : (match.groups?.[name] ?? ''),
  )
  if (pattern.case === 'keep') return value
  return pattern.case === 'upper' ? value.toUpperCase() : value.toLowerCase()
}

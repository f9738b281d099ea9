import type { Passage } from '../domain/index.ts'

/** A part of an article that can't be a passage: `line` counts from 1 in the body. */
export class PassageError extends Error {
  readonly line: number
  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/**
 * Cuts the Markdown below the front matter at its `##` headings; what stands before the first is the opening, passage 0.
 * Headings inside code fences don't count; a first `# Title` is dropped. Throws PassageError for an empty part.
 */
export function cutPassages(articleId: string, title: string, body: string): Passage[] {
  const parts: { heading: string | null; line: number; lines: string[] }[] = [{ heading: null, line: 1, lines: [] }]
  let fence: string | null = null
  body.split('\n').forEach((line, index) => {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1]
    if (mark && (fence === null || fence === mark)) fence = fence === null ? mark : null
    const heading = fence === null ? /^##\s+(.+?)\s*#*\s*$/.exec(line)?.[1] : undefined
    if (heading !== undefined) parts.push({ heading, line: index + 1, lines: [] })
    else parts.at(-1)?.lines.push(line)
  })

  return parts.map(({ heading, line, lines }, number) => {
    const text = lines.join('\n').trim()
    const content = heading === null ? text.replace(/^# .*\n?/, '').trim() : text
    if (content === '') {
      throw new PassageError(
        line,
        heading === null
          ? 'The article needs an opening paragraph before its first heading.'
          : `The section "${heading}" is empty.`,
      )
    }
    return { id: `${articleId}#${number}`, articleId, title, heading, text: content }
  })
}

import type { ReactNode } from 'react'

/**
 * The little Markdown the assistant writes (paragraphs, lists, bold, links) as elements; everything else stays text.
 * Nothing is ever read as HTML.
 */
export function RichText({ text }: { text: string }) {
  return blocksOf(text).map((block, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never move
    return <Block key={index} lines={block} />
  })
}

const BULLET = /^\s*[-*]\s+/
const NUMBER = /^\s*\d+[.)]\s+/

function Block({ lines }: { lines: string[] }) {
  const items = (mark: RegExp) =>
    lines.map((line, index) => {
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never move
      return <li key={index}>{inline(line.replace(mark, ''))}</li>
    })
  if (lines.every((line) => BULLET.test(line))) return <ul className="cc-rich__list">{items(BULLET)}</ul>
  if (lines.every((line) => NUMBER.test(line)))
    return <ol className="cc-rich__list cc-rich__list--numbers">{items(NUMBER)}</ol>
  return <p className="cc-rich__paragraph">{inline(lines.join('\n'))}</p>
}

/** Paragraphs and lists: lines parted where a blank line stands or where a list begins or ends. */
function blocksOf(text: string): string[][] {
  const blocks: string[][] = []
  let kind = ''
  for (const line of text.split('\n')) {
    const next = line.trim() === '' ? '' : BULLET.test(line) ? 'bullet' : NUMBER.test(line) ? 'number' : 'text'
    if (next !== '' && next === kind) blocks.at(-1)?.push(line)
    else if (next !== '') blocks.push([line])
    kind = next
  }
  return blocks
}

const INLINE = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\(((?:https?:\/\/|\/)[^\s)]+)\)/g

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, label, address] = match
    parts.push(text.slice(from, match.index))
    from = match.index + whole.length
    parts.push(
      bold !== undefined ? (
        <strong key={match.index}>{bold}</strong>
      ) : (
        <a key={match.index} className="cc-link" href={address} target="_blank" rel="noreferrer noopener">
          {label}
        </a>
      ),
    )
  }
  return [...parts, text.slice(from)]
}

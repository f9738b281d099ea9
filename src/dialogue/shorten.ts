const countWords = (text: string) => text.split(/\s+/).filter((word) => word !== '').length

/**
 * The beginning of a Markdown passage, at most `maxWords` words, cut after a whole sentence or list item where there is
 * one within reach. Links to other articles keep only their words: they lead nowhere outside the knowledge base.
 */
export function shorten(markdown: string, maxWords: number): string {
  const text = markdown.replace(/\[([^\]]+)\]\((?!https?:|mailto:|tel:)[^)]*\)/g, '$1').trim()
  if (countWords(text) <= maxWords) return text
  let kept = ''
  let left = maxWords
  for (const piece of pieces(text)) {
    const words = countWords(piece)
    if (words > left) break
    kept += piece
    left -= words
  }
  const whole = dropDanglingEnd(kept)
  return whole === '' ? `${text.split(/\s+/).slice(0, maxWords).join(' ')} …` : whole
}

/** Sentences and list items with the white space that follows them; joined they are the text. */
function pieces(text: string): string[] {
  return text.split('\n').flatMap((line, i, lines) => {
    const ending = i < lines.length - 1 ? '\n' : ''
    // A list item stays whole: half an item is half an instruction.
    if (/^\s*(?:[-*+]|\d+[.)])\s/.test(line)) return [line + ending]
    const sentences = line.split(/(?<=[.!?]["')\]*_]*)\s+(?=\S)/)
    return sentences.map((sentence, at) => sentence + (at < sentences.length - 1 ? ' ' : ending))
  })
}

/** Without a last line that announces what was cut off: "Do this:". */
function dropDanglingEnd(text: string): string {
  const trimmed = text.trim()
  if (!trimmed.endsWith(':')) return trimmed
  const cut = Math.max(trimmed.lastIndexOf('\n'), trimmed.lastIndexOf('. ') + 1)
  return cut > 0 ? trimmed.slice(0, cut).trim() : ''
}

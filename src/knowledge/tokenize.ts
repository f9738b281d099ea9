// Words that say nothing about the subject; kept short, because BM25 weighs frequent words down by itself.
const STOP_WORDS = new Set(
  'a an and are as at be but by can could do does did for from get had has have how i if in is it its just me my of on or our please so that the their them there they this to was we were what when where which will with would you your'.split(
    ' ',
  ),
)

/** Lower-case words and numbers of any script without accents or plural endings: `My parcels` → `['parcel']`. */
export function tokenize(text: string): string[] {
  const words = text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  return (words ?? []).filter((word) => !STOP_WORDS.has(word)).map(singular)
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word)) return word.slice(0, -1)
  return word
}

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const VALUES = new Map([
  ...UNITS.map((word, i) => [word, i] as const),
  ...TENS.map((word, i) => [word, 10 * (i + 2)] as const),
])
const SIMPLE = [...VALUES.keys(), 'hundred', 'thousand'].sort((a, b) => b.length - a.length).join('|')

/** Source of an expression for numbers in English words up to 999,999: `two hundred and fifty`, `a thousand`. */
export const SPELLED_NUMBER = `(?:an? (?=hundred|thousand))?(?:${SIMPLE})(?:[ -](?:and )?(?:${SIMPLE})){0,7}`

/** Of what `SPELLED_NUMBER` matches. */
export function readSpelledNumber(written: string): number {
  let [total, part] = [0, 0]
  for (const word of written.toLowerCase().match(/\p{Letter}+/gu) ?? []) {
    if (word === 'hundred') part = Math.max(1, part) * 100
    else if (word === 'thousand') [total, part] = [total + Math.max(1, part) * 1000, 0]
    else part += VALUES.get(word) ?? 0
  }
  return total + part
}

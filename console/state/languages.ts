import { plain } from './words.ts'

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })

/** "Dutch" for `nl`; a code that no language has stays as it is. */
export const languageName = (code: string): string =>
  /^[a-z]{2,3}$/.test(code) ? (LANGUAGES.of(code) ?? code) : plain(code)

let known: string[] | null = null

/** Every code of two letters that has a name here, by that name. */
export function knownLanguages(): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  known ??= letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => languageName(code) !== code)
    .sort((a, b) => languageName(a).localeCompare(languageName(b)))
  return known
}

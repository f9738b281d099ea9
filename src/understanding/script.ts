/** How sure a script alone makes of a language; sister languages share it, letters of their own tell them apart. */
const BY_SCRIPT: [RegExp, string, number][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja', 0.99],
  [/\p{Script=Hangul}/u, 'ko', 0.99],
  [/\p{Script=Han}/u, 'zh', 0.95],
  [/\p{Script=Greek}/u, 'el', 0.99],
  [/\p{Script=Hebrew}/u, 'he', 0.99],
  [/\p{Script=Thai}/u, 'th', 0.99],
  [/[پچژگ]/u, 'fa', 0.9],
  [/\p{Script=Arabic}/u, 'ar', 0.95],
  [/[іїєґ]/iu, 'uk', 0.95],
  [/[ўќѓѕљњћђ]/iu, 'unknown', 0],
  [/\p{Script=Cyrillic}/u, 'ru', 0.9],
  [/\p{Script=Devanagari}/u, 'hi', 0.9],
]
const OTHER_SCRIPT = /\p{Letter}/gu
const LATIN = /\p{Script=Latin}/gu

/**
 * The language that the letters of a text alone give away, for texts too short for a detector: "где заказ?" is Russian
 * by its alphabet. Null for mostly Latin text and for scripts that several languages share evenly.
 */
export function readScript(text: string): { code: string; confidence: number } | null {
  const letters = text.match(OTHER_SCRIPT)?.length ?? 0
  const latin = text.match(LATIN)?.length ?? 0
  if (letters === 0 || latin > letters / 2) return null
  const [, code = 'unknown', confidence = 0] = BY_SCRIPT.find(([pattern]) => pattern.test(text)) ?? []
  return code === 'unknown' ? null : { code, confidence }
}

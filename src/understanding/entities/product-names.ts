/** One row of `intents/products.yaml`. */
export interface Product {
  id: string
  name: string
  /** What customers call it, beside its name. */
  aliases: string[]
}

/** A word of a text, as it is compared. Offsets are UTF-16 units, end exclusive. */
export interface Token {
  word: string
  start: number
  end: number
}

const TOKEN = /[\p{Letter}\p{Mark}]+|\p{Number}+/gu

/** The words of a name, and the same with two neighbours written as one: `aurel one`, `aurelone`. */
export function waysToWrite(name: string): string[][] {
  const path = wordsOfName(name)
  const joined = path.slice(1).flatMap((word, i) => {
    const before = path[i] ?? ''
    return /\d/.test(before + word) || before.length < 2
      ? []
      : [[...path.slice(0, i), before + word, ...path.slice(i + 2)]]
  })
  return [path, ...joined]
}

/** Words of a product's name as messages are compared with them: `CarePlus 65W` → care, plus, 65, w. */
export const wordsOfName = (name: string): string[] =>
  tokenize(name.replace(/(\p{Lowercase_Letter})(\p{Uppercase_Letter})/gu, '$1 $2')).map(({ word }) => word)

export const tokenize = (text: string): Token[] =>
  [...text.matchAll(TOKEN)].map(({ 0: written, index }) => ({
    word: written
      .normalize('NFKD')
      .replace(/\p{Mark}/gu, '')
      .toLowerCase(),
    start: index,
    end: index + written.length,
  }))

import type { Finding } from './finding.ts'
import { type Product, type Token, tokenize, waysToWrite } from './product-names.ts'
import { makeFindSpellings } from './spelling-index.ts'

/** Names as paths of words; a product stands where a name ends. */
interface Node {
  next: Map<string, Node>
  product: Product | null
}

interface Match {
  product: Product
  end: number
  /** Letters of the name less twice the edits: longer names and better spelling win. */
  score: number
}

/** What may stand between two words of one name. */
const GAP = /^[\s\-–_/'’®™]{0,3}$/u
/** A name of one word is bent only from this length on: shorter ones are too near to ordinary words. */
const BENDABLE_ALONE = 6
/** A name of fewer letters than this forgives one edit in all, a longer one two. */
const FORGIVES_TWO = 9

/** Product names with spelling tolerance; the value is the product's id, the label its name. The longest name wins. */
export function makeFindProducts(products: readonly Product[]): (text: string) => Finding[] {
  if (products.length === 0) return () => []
  const root: Node = { next: new Map(), product: null }
  const words = new Set<string>()
  for (const product of products) {
    for (const name of [product.name, ...product.aliases]) {
      for (const path of waysToWrite(name)) {
        for (const word of path) words.add(word)
        plant(root, path, product)
      }
    }
  }
  const findSpellings = makeFindSpellings(words)

  return (text) => {
    const tokens = tokenize(text)
    const spellings = memoize((word: string) => [
      ...findSpellings(word),
      ...(word.length > 3 && word.endsWith('s') ? findSpellings(word.slice(0, -1)) : []),
    ])
    const found: Finding[] = []
    for (let i = 0; i < tokens.length; i++) {
      const match = longestFrom(root, tokens, i, text, spellings)
      if (!match) continue
      const { product, end } = match
      found.push({
        type: 'product',
        value: product.id,
        label: product.name,
        start: tokens[i]?.start ?? 0,
        end: tokens[end - 1]?.end ?? 0,
      })
      i = end - 1
    }
    return found
  }
}

/** The best name that begins with token `first`, if any. `end` is the index behind its last token. */
function longestFrom(
  root: Node,
  tokens: Token[],
  first: number,
  text: string,
  spellings: (word: string) => { word: string; edits: number }[],
): Match | null {
  let best: Match | null = null
  const follow = (node: Node, at: number, letters: number, edits: number): void => {
    const token = tokens[at]
    const before = tokens[at - 1]
    if (!token || (at > first && before && !GAP.test(text.slice(before.end, token.start)))) return
    for (const spelling of spellings(token.word)) {
      const next = node.next.get(spelling.word)
      // Few people get the first letter of a name wrong; many words differ from one by it.
      if (!next || (at === first && spelling.word[0] !== token.word[0])) continue
      const lettersNow = letters + spelling.word.length
      const editsNow = edits + spelling.edits
      const score = lettersNow - 2 * editsNow
      const isNear = editsNow === 0 || (at === first ? lettersNow >= BENDABLE_ALONE : editsNow <= forgiven(lettersNow))
      if (next.product && isNear && score > (best?.score ?? 0)) best = { product: next.product, end: at + 1, score }
      follow(next, at + 1, lettersNow, editsNow)
    }
  }
  follow(root, first, 0, 0)
  return best
}

const forgiven = (letters: number) => (letters < FORGIVES_TWO ? 1 : 2)

function plant(root: Node, path: string[], product: Product): void {
  let node = root
  for (const word of path) {
    const next: Node = node.next.get(word) ?? { next: new Map(), product: null }
    node.next.set(word, next)
    node = next
  }
  node.product ??= product
}

function memoize<T>(compute: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>()
  return (word) => {
    let value = known.get(word)
    if (value === undefined) {
      value = compute(word)
      known.set(word, value)
    }
    return value
  }
}

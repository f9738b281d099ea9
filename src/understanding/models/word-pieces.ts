import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import { remember } from '../remember.ts'

/** Numbers of a text's word pieces with the marks around them, however many they are. */
export type ReadPieces = (text: string) => number[]

/** What BERT cuts by two rules alone: neither accents nor wide characters are in it, nor a mark such as [SEP]. */
const PLAIN = /^[!-Z\\^-~]{1,100}$/
/** Letters and digits in a row, and every other character by itself. */
const PLAIN_PARTS = /[a-z\d]+|[^a-z\d]/g

/** "the" between its marks, in BERT's uncased vocabulary and in no other that is common. */
const THE_IN_BERT = [101, 1996, 102]

/**
 * The tokenizer of the model in this folder if it is BERT's uncased one, which never looks across a blank; else null. Plain
 * words are cut here, some ten times as fast as by the library, and what it says of the others is kept.
 */
export async function loadReadPieces(modelDir: string): Promise<ReadPieces | null> {
  const [vocabulary, config] = await Promise.all(
    ['tokenizer.json', 'tokenizer_config.json'].map(async (name) =>
      JSON.parse(await readFile(join(modelDir, name), 'utf8')),
    ),
  )
  const tokenizer = new Tokenizer(vocabulary, config)
  const [first = 0, the, last = 0, ...more] = tokenizer.encode('the').ids
  if ([first, the, last, ...more].join() !== THE_IN_BERT.join()) return null
  const numberOf = tokenizer.get_vocab()
  const unknown = numberOf.get('[UNK]') ?? 0
  const piecesOf = remember(4000, (word) =>
    PLAIN.test(word)
      ? (word.toLowerCase().match(PLAIN_PARTS) ?? []).flatMap((part) => cutGreedily(part, numberOf) ?? unknown)
      : tokenizer.encode(word, { add_special_tokens: false }).ids,
  )
  return (text) => {
    const pieces = [first]
    for (const word of text.split(' ')) pieces.push(...piecesOf(word))
    pieces.push(last)
    return pieces
  }
}

/** The longest piece that the vocabulary knows, then that of the rest; null where a rest begins with none. */
function cutGreedily(part: string, numberOf: ReadonlyMap<string, number>): number[] | null {
  const pieces: number[] = []
  for (let from = 0; from < part.length; ) {
    let to = part.length
    let piece: number | undefined
    for (; to > from; to--) {
      piece = numberOf.get(from === 0 ? part.slice(0, to) : `##${part.slice(from, to)}`)
      if (piece !== undefined) break
    }
    if (piece === undefined) return null
    pieces.push(piece)
    from = to
  }
  return pieces
}

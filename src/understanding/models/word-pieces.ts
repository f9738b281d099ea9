import { BertTokenizer, type PreTrainedTokenizer } from '@huggingface/transformers'
import { remember } from '../remember.ts'

/** Numbers of a text's word pieces with the marks around them, however many they are. */
export type ReadPieces = (text: string) => number[]

/**
 * BERT's tokenizer, which never looks across a blank: what it says of the words of all messages is kept, which makes it
 * some ten times as fast. Other tokenizers are asked as they are.
 */
export function makeReadPieces(tokenizer: PreTrainedTokenizer): ReadPieces {
  if (!(tokenizer instanceof BertTokenizer)) return (text) => tokenizer.encode(text)
  const [first = 0, last = 0] = tokenizer.encode('')
  const piecesOf = remember(4000, (word) => tokenizer.encode(word, { add_special_tokens: false }))
  return (text) => [first, ...text.split(' ').flatMap(piecesOf), last]
}

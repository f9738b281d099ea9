import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer.js'
import AggressiveTokenizer from 'natural/lib/natural/tokenizers/aggressive_tokenizer.js'

const tokenizer = new AggressiveTokenizer()

/** Words of a text that is in lower case and without accents; hyphens, slashes and single quotes stay inside words. */
export const splitWords = (text: string): string[] => tokenizer.tokenize(text)

/** The Porter stem: `refunded`, `refunds` → `refund`. */
export const stemWord = (word: string): string => PorterStemmer.stem(word)

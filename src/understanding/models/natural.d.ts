// `natural` is used by deep imports, which it does not type: its entry would load databases and print to standard output.
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(word: string): string }
  export = stemmer
}

declare module 'natural/lib/natural/tokenizers/aggressive_tokenizer.js' {
  class AggressiveTokenizer {
    tokenize(text: string): string[]
  }
  export = AggressiveTokenizer
}

declare module 'natural/lib/natural/distance/levenshtein_distance.js' {
  const distances: { DamerauLevenshteinDistance(a: string, b: string, options: { restricted: boolean }): number }
  export = distances
}

import type { LexicalFeatures } from '../lexical-features.ts'

/** What the intent engine reads of one message. */
export interface Features {
  /** The encoder's focused vector, see `Encoding.focus`; null while the lexical engine is in use. */
  focus: Float32Array | null
  lexical: LexicalFeatures
}

export interface LabelledFeatures extends Features {
  /** Index into the list of intent names; −1 for a message that is about none of them. */
  label: number
}

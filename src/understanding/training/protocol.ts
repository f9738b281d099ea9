import type { IntentHead, IntentModel, LabelledText } from '../intent/train.ts'

/** What the training thread and its owner say to each other; one job at a time. */
export interface TrainingJob {
  cacheDir: string
  /** Of the encoder; null trains the lexical engine alone. */
  encoder: string | null
  names: string[]
  examples: LabelledText[]
}

export interface Trained {
  model: IntentModel
  /** Of all examples, each once. */
  words: string[]
}

export type ToTrainer =
  | { kind: 'train'; job: TrainingJob }
  /** For each text its vector and its focused vector, one behind the other. */
  | { kind: 'encoded'; joined: Float32Array }

export type FromTrainer =
  /** Texts that no cache knows. */
  | { kind: 'encode'; texts: string[] }
  /** The model can be used; what answers without the encoder follows. */
  | { kind: 'ready'; trained: Trained }
  /** `notWritten` says why the model could not be kept for the next start. */
  | { kind: 'complete'; fallback: IntentHead | null; notWritten: string | null }
  | { kind: 'failed'; reason: string }

import type { IntentHead, IntentModel, LabelledText } from '../intent/train.ts'
import type { TagModel } from '../tags/train.ts'

/** What the training thread and its owner say to each other; one job at a time. */
export interface TrainingJob {
  cacheDir: string
  /** Of the encoder; null trains the lexical engine alone. */
  encoder: string | null
  names: string[]
  examples: LabelledText[]
  /** `hashOfIntents` of the training in use, for a thread that did not do it; null where there is none. */
  after: string | null
}

export interface TagJob {
  cacheDir: string
  encoder: string | null
  tags: string[]
  rows: MarkedText[]
}

/** A text and its marks, one for each tag: 1 it has it, 0 it has not, null nobody said. */
export interface MarkedText {
  text: string
  marks: (number | null)[]
}

export interface Trained {
  model: IntentModel
  /** Of all examples, each once. */
  words: string[]
}

export type ToTrainer =
  | { kind: 'train'; job: TrainingJob }
  | { kind: 'train-tags'; job: TagJob }
  /** For each text its vector and its focused vector, one behind the other. */
  | { kind: 'encoded'; joined: Float32Array }
  /** End between two steps, whatever is being done. */
  | { kind: 'stop' }

export type FromTrainer =
  /** Texts that no cache knows. */
  | { kind: 'encode'; texts: string[] }
  /** The last training with the few added examples, see `growIntentModel`; the training itself follows. */
  | { kind: 'quick'; trained: Trained }
  /** The model can be used; what answers without the encoder follows. */
  | { kind: 'ready'; trained: Trained }
  /** `notWritten` says why the model could not be kept for the next start. */
  | { kind: 'complete'; fallback: IntentHead | null; notWritten: string | null }
  | { kind: 'tags'; model: TagModel; notWritten: string | null }
  | { kind: 'failed'; reason: string }

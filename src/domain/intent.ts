import type { FlowName } from './flow.ts'
import type { Priority } from './priority.ts'

/**
 * What serves an intent: an article, a fixed reply, a person (who may find the matter in an article), a flow, whose
 * article answers questions about it, or nothing: its examples are what customers ask in vain, so that the assistant knows
 * that it does not know.
 */
export type Serve =
  | { article: string }
  | { reply: string }
  | { person: true; article?: string | undefined }
  | { flow: FlowName; article?: string | undefined }
  | { nothing: true }

/** One file of `intents/`. */
export interface IntentDefinition {
  name: string
  title: string
  description: string
  tags: string[]
  /** Whoever takes such a ticket must have it. */
  skill: string
  /** Who has these besides is asked first, for a while. */
  optionalSkills: string[]
  priority: Priority
  serve: Serve
  examples: string[]
}

/** One row of `intents/tags.yaml`. */
export interface TagDefinition {
  name: string
  description: string
  colour: string
  /** The tag it is a kind of; absent for the widest ones. */
  parent?: string | undefined
}

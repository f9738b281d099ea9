import type { FlowName } from './flow.ts'
import type { Priority } from './priority.ts'

/**
 * What serves an intent: an article, a fixed reply (`again`: where that was the last thing said), a person (who may find the matter in an article), a flow, whose
 * article answers questions about it, or nothing: its examples are what customers ask in vain, so that the assistant knows
 * that it does not know.
 */
export type Serve =
  | { article: string }
  | { reply: string; again?: string | undefined }
  | { person: true; article?: string | undefined }
  | { flow: FlowName; article?: string | undefined }
  | { nothing: true }

/** The intent of asking for a person, and nothing of what for; installations keep its name. */
export const PERSON_INTENT = 'talk_to_person'

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

/**
 * Whether somebody wants something done or known with it. A greeting, a yes or a no in answer to the assistant's own question,
 * thanks: all these are served by a fixed reply.
 */
export const isMatter = ({ serve }: Pick<IntentDefinition, 'serve'>): boolean => !('reply' in serve)

/** What a conversation is about after a message: the last intent that is a matter. A wish for a person covers none. */
export function matterAfter(before: string | null, read: IntentDefinition | undefined): string | null {
  if (!read || !isMatter(read)) return before
  return read.name === PERSON_INTENT ? (before ?? read.name) : read.name
}

/** One row of `intents/tags.yaml`. */
export interface TagDefinition {
  name: string
  description: string
  colour: string
  /** The tag it is a kind of; absent for the widest ones. */
  parent?: string | undefined
}

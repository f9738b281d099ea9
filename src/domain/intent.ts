import type { Priority } from './priority.ts'

/** What serves an intent: an article, a fixed reply, or a person. */
export type Serve = { article: string } | { reply: string } | { person: true; article?: string | undefined }

/** One file of `intents/`. */
export interface IntentDefinition {
  name: string
  title: string
  description: string
  tags: string[]
  skill: string
  priority: Priority
  serve: Serve
  examples: string[]
}

/** One row of `intents/tags.yaml`. */
export interface TagDefinition {
  name: string
  description: string
  colour: string
}

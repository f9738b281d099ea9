import type {
  Article,
  ClauseReading,
  Decision,
  DialogueState,
  FlowName,
  FoundPassage,
  Frustration,
  IntentDefinition,
  Owner,
  Understanding,
  WordCover,
} from '../domain/index.ts'

/** Everything `decide` may know of one customer message. Gathered by the caller; a part that failed says so. */
export interface Evidence {
  owner: Owner
  text: string
  dialogue: DialogueState
  /** After this message. */
  frustration: Frustration
  understanding: Understanding | 'unavailable'
  /** Best first. */
  passages: FoundPassage[] | 'unavailable'
  /** By article: how far it knows the words of the message; of those that were found or that its intents name. */
  covers: ReadonlyMap<string, WordCover>
  /** By name. */
  intents: ReadonlyMap<string, IntentDefinition>
  /** By id. A passage whose article is not here, or is for agents only, is never shown to a customer. */
  articles: ReadonlyMap<string, Article>
  /** Those that can run here. */
  flows: ReadonlySet<FlowName>
  /** Files sent with this message. */
  attachments: number
  /** On the customer's message before this one; null on the first. */
  previous: Decision | null
  /** What routing knows of the wait, as whole sentences for the customer; null when nothing is known. */
  waitSentence: string | null
  /** What of the conversation was read together with this message, because alone it says too little; null otherwise. */
  carried: string | null
  /** The matters of the message, each with what search found for it alone; empty when there is one matter. */
  clauses: ClauseEvidence[]
}

export interface ClauseEvidence {
  clause: ClauseReading
  /** Best first. */
  passages: FoundPassage[]
  covers: ReadonlyMap<string, WordCover>
}

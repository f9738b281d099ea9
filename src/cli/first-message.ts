import type { Assistant } from '../assistant.ts'
import { DEFAULT_POLICY, decide } from '../dialogue/index.ts'
import {
  CALM,
  type Decision,
  FLOW_NAMES,
  type FoundPassage,
  NEW_DIALOGUE,
  type Understanding,
} from '../domain/index.ts'
import { findPassages, readMessage } from '../turn/index.ts'

export interface FirstMessage {
  decision: Decision
  understanding: Understanding
  passages: FoundPassage[]
}

/** What the assistant would do with `text` as the first message of a calm customer. */
export async function decideFirstMessage(assistant: Assistant, text: string): Promise<FirstMessage> {
  const understood = await readMessage(assistant, { text, createdAt: new Date() }, [])
  const { passages, covers, clauses } = await findPassages(assistant, understood)
  const { understanding } = understood
  const decision = decide(
    {
      owner: 'assistant',
      text,
      dialogue: NEW_DIALOGUE,
      frustration: CALM,
      understanding,
      passages,
      covers,
      clauses,
      carried: null,
      intents: assistant.intents,
      articles: assistant.knowledge.articles(),
      flows: new Set(FLOW_NAMES),
      attachments: 0,
      previous: null,
      waitSentence: null,
    },
    DEFAULT_POLICY,
  )
  return { decision, understanding, passages }
}

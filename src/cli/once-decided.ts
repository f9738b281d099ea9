import { findMessage, listMessages } from '../conversation/index.ts'
import type { Database, Message } from '../domain/index.ts'

/** A turn has limits of its own, well below. */
const TURN_LIMIT_MS = 20_000
const LOOK_EVERY_MS = 10

/** All messages of the conversation as soon as this one has been decided. Throws when that takes longer than any turn may. */
export async function messagesOnceDecided(
  database: Database,
  message: Pick<Message, 'id' | 'conversationId'>,
): Promise<Message[]> {
  const until = performance.now() + TURN_LIMIT_MS
  while (performance.now() < until) {
    if ((await findMessage(database, message.id))?.decidedAt) return listMessages(database, message.conversationId)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`The assistant did not decide within ${TURN_LIMIT_MS / 1000} s.`)
}

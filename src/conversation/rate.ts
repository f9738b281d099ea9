import { conflict, type Database, notFound } from '../domain/index.ts'
import { changeConversation, lockConversation } from './conversation-store.ts'

/** Stores the customer's rating of a resolved conversation; rating again replaces it. `stars` is 1 to 5. */
export function rate(
  database: Database,
  given: { conversationId: string; customerId: string; stars: number; comment: string | null },
): Promise<void> {
  return database.transaction(async (tx) => {
    const conversation = await lockConversation(tx, given.conversationId)
    if (conversation?.customerId !== given.customerId) {
      throw notFound('conversation-unknown', 'This conversation is not yours or not there.')
    }
    if (conversation.owner !== 'resolved') {
      throw conflict('not-resolved', 'A conversation can be rated once it is resolved.')
    }
    await changeConversation(tx, conversation, { rating: { stars: given.stars, comment: given.comment } }, [
      {
        type: 'conversation.rated',
        data: { rating: given.stars, comment: given.comment },
        actor: { kind: 'customer', id: given.customerId },
      },
    ])
  })
}

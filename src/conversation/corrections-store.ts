import { invalid, type Message, notFound, type Sentiment, type Tx } from '../domain/index.ts'
import { changeConversation, findMessage, lockConversation } from './conversation-store.ts'

interface Correction {
  messageId: string
  agentId: string
}

/** Stores what an agent says the intent was, beside what the model said. Saying the same again changes nothing. */
export async function correctIntent(
  tx: Tx,
  correction: Correction & { intent: string; matterOf(intents: readonly (string | null)[]): string | null },
): Promise<void> {
  const message = await lockCustomerMessage(tx, correction.messageId)
  if (message.correctedIntent === correction.intent) return
  const read = message.understanding?.intents[0]
  await correct(
    tx,
    message,
    async () => ({ intent: correction.matterOf(await listIntents(tx, message, correction.intent)) }),
    async (version) => {
      await tx.query('update messages set corrected_intent = $2, version = $3 where id = $1', [
        message.id,
        correction.intent,
        version,
      ])
    },
    {
      type: 'intent.corrected',
      data: {
        messageId: message.id,
        was: read?.name ?? null,
        wasProbability: read?.probability ?? null,
        now: correction.intent,
        modelVersion: message.understanding?.modelVersion ?? null,
      },
      actor: { kind: 'agent', id: correction.agentId },
    },
  )
}

/** Stores what an agent says the sentiment was, beside what the model said. Saying the same again changes nothing. */
export async function correctSentiment(tx: Tx, correction: Correction & { sentiment: Sentiment }): Promise<void> {
  const message = await lockCustomerMessage(tx, correction.messageId)
  if (message.correctedSentiment === correction.sentiment) return
  await correct(
    tx,
    message,
    async (latestId) => (latestId === message.id ? { sentiment: correction.sentiment } : {}),
    async (version) => {
      await tx.query('update messages set corrected_sentiment = $2, version = $3 where id = $1', [
        message.id,
        correction.sentiment,
        version,
      ])
    },
    {
      type: 'sentiment.corrected',
      data: {
        messageId: message.id,
        was: message.understanding?.sentiment.label ?? null,
        now: correction.sentiment,
        modelVersion: message.understanding?.modelVersion ?? null,
      },
      actor: { kind: 'agent', id: correction.agentId },
    },
  )
}

async function lockCustomerMessage(tx: Tx, messageId: string): Promise<Message> {
  const message = await findMessage(tx, messageId)
  if (!message) throw notFound('message-unknown', 'There is no message with this id.')
  if (message.author !== 'customer') {
    throw invalid('not-a-customer-message', 'Only a customer’s message has an intent and a sentiment to correct.')
  }
  await lockConversation(tx, message.conversationId)
  // Read again: what was seen before the lock may have changed.
  return (await findMessage(tx, messageId)) ?? message
}

/** What the conversation's messages were about, oldest first, as they stand with this one corrected. */
async function listIntents(tx: Tx, { id, conversationId }: Message, corrected: string): Promise<(string | null)[]> {
  const rows = await tx.query<{ id: string; intent: string | null }>(
    `select id, coalesce(corrected_intent, intent) as intent from messages
     where conversation_id = $1 and author = 'customer' and seq is not null order by seq`,
    [conversationId],
  )
  return rows.map((row) => (row.id === id ? corrected : row.intent))
}

/** The inbox shows what the conversation is about, and how its latest message sounds. */
async function correct(
  tx: Tx,
  message: Message,
  change: (latestId: string | undefined) => Promise<{ intent?: string | null; sentiment?: Sentiment }>,
  store: (version: number) => Promise<void>,
  event: Parameters<typeof changeConversation>[3][number],
): Promise<void> {
  const conversation = await lockConversation(tx, message.conversationId)
  if (!conversation) throw notFound('conversation-unknown', 'There is no conversation with this id.')
  const [last] = await tx.query<{ id: string }>(
    `select id from messages where conversation_id = $1 and author = 'customer' order by seq desc limit 1`,
    [conversation.id],
  )
  const changed = await changeConversation(tx, conversation, await change(last?.id), [event])
  await store(changed.version)
}

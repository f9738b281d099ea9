import { type ClaimedTurn, meanScoreBefore } from '../conversation/index.ts'
import { refusesPerson } from '../dialogue/index.ts'
import { type Database, type Decision, PERSON_INTENT, type Queryable } from '../domain/index.ts'
import { predictSatisfaction, type Understander, updateFrustration } from '../understanding/index.ts'
import type { Feeling, Understood } from './handle-message.ts'

/** How the customer feels after this message: their patience, and the rating they would probably give. */
export async function feel(
  { database, understander }: { database: Database; understander: Understander },
  claimed: ClaimedTurn,
  understood: Understood,
): Promise<Feeling> {
  const { sentiment, emotions, intents: read, outOfScope } = understood.understanding
  const { conversation, message, earlier } = claimed
  // Short, like the last one, and the fifth in a row: so are replies to a flow's questions, and what comes after one
  // that is done. Their words still count.
  const inFlow = conversation.dialogue.flow !== null || earlier[0]?.decision?.kind === 'flow'
  // A button's words are ours, not the customer's; that an answer did not help is counted by the dialogue.
  const isPressed = wasOffered(earlier[0]?.decision ?? null, message.text)
  const frustration = updateFrustration(conversation.frustration, {
    text: isPressed ? '' : message.text,
    sentiment: isPressed ? { label: 'neutral', score: 0, confidence: sentiment.confidence } : sentiment,
    emotions: isPressed ? [] : emotions,
    repetition: inFlow || isPressed ? null : await repetitionOf(understander, claimed, understood),
    failedAttempts: conversation.dialogue.failedAttempts,
    asksForPerson: !outOfScope && read[0]?.name === PERSON_INTENT && !refusesPerson(message.text),
    waitingMs: conversation.waitingSince
      ? Math.max(0, message.createdAt.getTime() - conversation.waitingSince.getTime())
      : 0,
    customerTurn: inFlow ? 1 : conversation.dialogue.customerTurns + 1,
    vector: inFlow || isPressed ? null : understood.vector,
  })
  return { frustration, predictedRating: await ratingOf(database, claimed, understood, frustration) }
}

const wasOffered = (decision: Decision | null, text: string): boolean =>
  decision !== null && 'quickReplies' in decision && decision.quickReplies.includes(text)

/** How like this message is to the most similar of the customer's last ones: a cosine, or null without vectors. */
async function repetitionOf(
  understander: Understander,
  claimed: ClaimedTurn,
  understood: Understood,
): Promise<number | null> {
  const { vector } = understood
  if (!vector || claimed.earlier.length === 0) return null
  // The earlier messages were encoded in their own turns; this reads the encoder's cache.
  const vectors = await understander.embed(claimed.earlier.map((message) => message.text)).catch(() => null)
  if (!vectors) return null
  return Math.max(...vectors.map((earlier) => earlier.reduce((sum, x, i) => sum + x * (vector[i] ?? 0), 0)))
}

/** Null for a message that no head could read: the heads for mood know English only and say so by a confidence of 0. */
async function ratingOf(
  db: Queryable,
  { message }: ClaimedTurn,
  { understanding: { sentiment } }: Understood,
  frustration: Feeling['frustration'],
): Promise<number | null> {
  if (sentiment.confidence === 0) return null
  const before = await meanScoreBefore(db, message)
  const meanScore = (before.mean * before.messages + sentiment.score) / (before.messages + 1)
  return predictSatisfaction({ frustration: frustration.value, score: sentiment.score, meanScore })
}

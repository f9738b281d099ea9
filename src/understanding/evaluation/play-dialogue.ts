import type { FrustrationEvidence } from '../frustration-signs.ts'
import type { MoodReader } from './mood-reader.ts'

export interface Turn {
  role: string
  text: string
}

/** So many of the customer's last messages are compared, as in the server. */
const LOOK_BACK = 5
/** An agent's reply this near to an earlier one is the same again, whatever the words. */
const SAME_REPLY = 0.9
/** The customer says the same in other words: the reply between did not help. */
const SAME_QUESTION = 0.72
const HELPLESS =
  /\b(?:did(?:n't| not)|do(?:n't| not)|can(?:'t|not)|could(?:n't| not)|unable to) (?:quite )?(?:understand|get|catch|help|find|access|see)|\b(?:rephrase|try again later|put (?:it|that) (?:in )?(?:another|other|differently))\b/i

/**
 * What the engine would have known at each of the customer's turns. The server counts failed answers itself; of a
 * written dialogue they are inferred from the turns before: the other side says the same again or owns that it cannot
 * help, or the customer has to ask again. `customerOnly` leaves the other side unread.
 */
export async function playDialogues(
  dialogues: readonly { turns: readonly Turn[] }[],
  reader: MoodReader,
  options: { customerOnly: boolean },
): Promise<FrustrationEvidence[][]> {
  const texts = [...new Set(dialogues.flatMap(({ turns }) => turns.map(({ text }) => text)))]
  const readings = await reader.read(texts)
  const byText = new Map(texts.map((text, i) => [text, readings[i]]))
  const cosine = (a: string, b: string) => {
    const [left, right] = [byText.get(a)?.vector, byText.get(b)?.vector]
    return left && right ? left.reduce((sum, x, i) => sum + x * (right[i] ?? 0), 0) : 0
  }
  const nearest = (text: string, earlier: readonly string[]) =>
    earlier.reduce((best, other) => Math.max(best, cosine(text, other)), 0)

  return dialogues.map(({ turns }) => {
    const said: string[] = []
    const replies: string[] = []
    const evidence: FrustrationEvidence[] = []
    let failedAttempts = 0
    let reply: string | null = null
    let replyRepetition: number | null = null
    for (const { role, text } of turns) {
      if (role !== 'customer') {
        if (options.customerOnly) continue
        replyRepetition = nearest(text, replies)
        if (HELPLESS.test(text) || replyRepetition >= SAME_REPLY) failedAttempts += 1
        replies.push(text)
        reply = text
        continue
      }
      const mood = byText.get(text)?.mood
      const repetition = said.length === 0 ? null : nearest(text, said.slice(-LOOK_BACK))
      if (repetition !== null && repetition >= SAME_QUESTION) failedAttempts += 1
      said.push(text)
      if (!mood) continue
      evidence.push({
        text,
        sentiment: mood.sentiment,
        emotions: mood.emotions,
        repetition,
        failedAttempts,
        asksForPerson: false,
        waitingMs: 0,
        customerTurn: said.length,
        vector: byText.get(text)?.vector,
        replyVector: reply === null ? null : byText.get(reply)?.vector,
        replyRepetition,
      })
      reply = null
      replyRepetition = null
    }
    return evidence
  })
}

import type { HandoffFacts, Undelivered } from './delivery-store.ts'
import type { Outgoing } from './outgoing.ts'

/** Said of a conversation that the channel itself gave back; it is not told to the channel again. */
export const GIVEN_BACK_BY_CHANNEL = 'the channel reported the handoff as completed'

/** `handoff.initiate`: why a person is needed, what they should know, and what was said so far. */
export function handoffInitiation(facts: HandoffFacts, assistantName: string): Outgoing {
  const { packet } = facts
  return {
    replyToId: null,
    fromName: assistantName,
    content: {
      kind: 'handoff',
      context: {
        ticket: facts.ticketNumber,
        reason: packet.reason,
        summary: packet.summary,
        skill: facts.requiredSkill,
        priority: facts.priority,
        language: facts.language,
        intents: packet.intents,
        frustration: packet.sentimentCurve.at(-1)?.frustration ?? null,
        frustrationDrivers: packet.frustrationDrivers,
        entities: packet.entities,
        articlesShown: packet.tried,
        promised: packet.promised,
      },
      transcript: facts.messages.map(({ author, text, at }) => ({
        type: 'message',
        timestamp: at.toISOString(),
        from: { id: author, name: author, role: author === 'customer' ? 'user' : 'bot' },
        text,
      })),
    },
  }
}

/** `handoff.status` for a step of the handoff; null for a step the channel need not hear of. */
export function handoffStatus(step: Undelivered): Outgoing | null {
  const status = (state: 'accepted' | 'completed' | 'failed', message: string): Outgoing => ({
    replyToId: null,
    fromName: null,
    content: { kind: 'status', state, message },
  })
  const isUnderWay = step.previousStep === 'conversation.escalated' || step.previousStep === 'conversation.accepted'
  switch (step.type) {
    case 'conversation.accepted':
      return status('accepted', `${step.reason ?? 'An agent'} has taken over.`)
    case 'conversation.resolved':
      return isUnderWay ? status('completed', 'The conversation is resolved.') : null
    case 'conversation.returned':
      if (step.reason === GIVEN_BACK_BY_CHANNEL) return null
      return step.reason === 'agent_gone'
        ? status('failed', 'The agent is no longer connected. The assistant answers again.')
        : status('completed', 'The assistant answers again.')
    default:
      return null
  }
}

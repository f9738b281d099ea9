import type { ActContext, RuleActs } from '../automation/index.ts'
import { changeConversation, lockConversation } from '../conversation/index.ts'
import { type Conversation, conflict, notFound, type TransferTarget, type Tx } from '../domain/index.ts'
import { findOpenTicket, listTickets, setPriorityByRule } from '../tickets/index.ts'
import type { TicketWork } from './ticket-work.ts'
import { changeSkill } from './transfer.ts'

export interface RuleTicketParts {
  /** Passes the conversation on. Call it first: routing's lock comes before all others. */
  transfer(tx: Tx, conversationId: string, to: TransferTarget): Promise<Conversation>
  work: Pick<TicketWork, 'move' | 'moveOpen' | 'endWork'>
}

const SYSTEM = { kind: 'system', id: null } as const
const HOUR_MS = 3_600_000

/** What rules do to tickets: their priority, where they stand, and who is asked. */
export function createRuleTicketActs({ transfer, work }: RuleTicketParts) {
  /** As when an agent hands it on: what waited for the customer is somebody's to act on again. */
  async function handOn(tx: Tx, { conversationId, ruleName }: ActContext, to: TransferTarget) {
    const handedOn = await transfer(tx, conversationId, to)
    return work.moveOpen(tx, handedOn, 'open', by(ruleName))
  }

  async function assignBySkill(tx: Tx, skill: string, context: ActContext): Promise<string> {
    const before = await findOpenTicket(tx, context.conversationId)
    if (before?.requiredSkill === skill) return `It needs ${skill} already.`
    const queued = await handOn(tx, context, { skill })
    await changeSkill(tx, queued, skill, SYSTEM, 'rule')
    return `Back to the queue, for somebody with ${skill}.`
  }

  return {
    async set_priority(tx, { priority }, context) {
      const conversation = await locked(tx, context.conversationId)
      const { outcome, events } = await setPriorityByRule(tx, conversation.id, { priority, ruleName: context.ruleName })
      if (events.length > 0) await changeConversation(tx, conversation, {}, events)
      return outcome
    },

    async assign(tx, { to }, context) {
      if (to !== 'queue' && 'skill' in to) return assignBySkill(tx, to.skill, context)
      await handOn(tx, context, to)
      return to === 'queue' ? 'Back to the queue.' : 'Offered to the agent.'
    },

    async snooze(tx, { hours }, context) {
      const conversation = await locked(tx, context.conversationId)
      const ticket = await findOpenTicket(tx, conversation.id)
      if (!ticket || conversation.owner !== 'agent') {
        throw conflict('not-with-an-agent', 'Not snoozed: only a ticket that an agent has can be.')
      }
      if (ticket.status === 'snoozed') return 'It is snoozed already.'
      const until = new Date(Date.now() + hours * HOUR_MS)
      await work.move(tx, conversation, ticket, 'snoozed', { ...by(context.ruleName), until })
      return `Snoozed for ${hours} h.`
    },

    async close(tx, _action, context) {
      const conversation = await locked(tx, context.conversationId)
      const ticket = (await listTickets(tx, conversation.id)).at(-1)
      if (ticket?.status === 'closed') return 'It was closed already.'
      if (ticket?.status !== 'resolved')
        throw conflict('nothing-to-close', 'Not closed: only a resolved ticket can be.')
      await work.move(tx, conversation, ticket, 'closed', by(context.ruleName))
      return 'Closed.'
    },
  } satisfies RuleActs
}

const by = (ruleName: string) => ({ actor: SYSTEM, reason: `the rule “${ruleName}”` })

export async function locked(tx: Tx, id: string): Promise<Conversation> {
  const conversation = await lockConversation(tx, id)
  if (!conversation) throw notFound('conversation-unknown', 'There is no conversation with this id.')
  return conversation
}

import { lockConversation } from '../conversation/index.ts'
import { type Agent, type Conversation, conflict, type Database, invalid, notFound, type Tx } from '../domain/index.ts'
import { findOpenTicket, findResolvedTicket } from '../tickets/index.ts'
import { mayAct } from './agents.ts'
import type { TicketWork } from './ticket-work.ts'

const SHORTEST_SNOOZE_MS = 60_000
const LONGEST_SNOOZE_MS = 366 * 24 * 60 * 60_000

export interface TicketActionParts {
  database: Database
  work: TicketWork
  /** After each commit: publish, and look whether somebody waits. */
  afterCommit(): void
}

export type TicketActions = ReturnType<typeof createTicketActions>

/** Where agents put a ticket; each in one transaction. Resolving is an act on the conversation, which ends with it. */
export function createTicketActions({ database, work, afterCommit }: TicketActionParts) {
  async function change(agent: Agent, id: string, act: (tx: Tx, conversation: Conversation) => Promise<unknown>) {
    await database.transaction(async (tx) => {
      const conversation = await lockConversation(tx, id)
      if (!conversation) throw notFound('conversation-unknown', 'There is no conversation with this id.')
      mayAct(conversation, agent)
      await act(tx, conversation)
    })
    afterCommit()
  }
  async function ticketOf(tx: Tx, conversation: Conversation) {
    const ticket = await findOpenTicket(tx, conversation.id)
    if (ticket && conversation.owner === 'agent') return ticket
    throw conflict(
      'not-with-an-agent',
      'Only a conversation with an agent and an open ticket can wait. Accept it first.',
    )
  }
  const by = (agent: Agent, reason: string) => ({ actor: { kind: 'agent', id: agent.id } as const, reason })

  return {
    /** The customer is to act: the clocks pause until they write. */
    wait: (agent: Agent, id: string) =>
      change(agent, id, async (tx, conversation) => {
        const ticket = await ticketOf(tx, conversation)
        if (ticket.status === 'waiting_for_customer') return
        await work.move(tx, conversation, ticket, 'waiting_for_customer', by(agent, 'the customer is to answer'))
      }),

    /** Out of the way until a time or the customer's next message, and out of the agent's capacity. */
    snooze: (agent: Agent, id: string, until: Date) =>
      change(agent, id, async (tx, conversation) => {
        const ahead = until.getTime() - Date.now()
        if (ahead < SHORTEST_SNOOZE_MS || ahead > LONGEST_SNOOZE_MS) {
          throw invalid('bad-snooze', 'The field until must be at least a minute and at most a year ahead.', 'until')
        }
        const ticket = await ticketOf(tx, conversation)
        await work.move(tx, conversation, ticket, 'snoozed', { ...by(agent, 'put aside'), until })
      }),

    /** Somebody is to act again, before the time or the customer's answer. */
    goOn: (agent: Agent, id: string) =>
      change(agent, id, (tx, conversation) => work.moveOpen(tx, conversation, 'open', by(agent, 'taken up again'))),

    /** For good: the next escalation opens another ticket. */
    close: (agent: Agent, id: string) =>
      change(agent, id, async (tx, conversation) => {
        const ticket = await findResolvedTicket(tx, conversation.id)
        if (!ticket) throw conflict('nothing-to-close', 'Only a resolved ticket can be closed. Resolve it first.')
        await work.move(tx, conversation, ticket, 'closed', by(agent, 'closed for good'))
      }),
  }
}

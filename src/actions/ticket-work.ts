import { type ConversationChange, changeConversation, lockConversation } from '../conversation/index.ts'
import type { Actor, Agent, Conversation, NewEvent, Ticket, TicketState, Tx } from '../domain/index.ts'
import { endAssignment, enterQueue } from '../routing/index.ts'
import { LOOK_AT_CLOCKS } from '../service-levels/index.ts'
import { checkTicketMove, findOpenTicket, findResolvedTicket, moveTicket } from '../tickets/index.ts'
import { cancelTimersOf, scheduleTimer, type Timer } from '../timers/index.ts'

export interface TicketWorkParts {
  /** How long a resolved ticket can still be opened again. */
  closeAfterMs: number
  /** The agent is reachable and takes work, and has room for one more; `tx` holds the lock of routing. */
  hasRoom(tx: Tx, agentId: string): Promise<'room' | 'full' | 'gone'>
}

interface Move {
  actor: Actor
  /** For people, as part of a sentence: "the customer wrote". */
  reason: string
  until?: Date
}

const SYSTEM: Actor = { kind: 'system', id: null }
export const WAKE = 'wake_ticket'
export const CLOSE = 'close_ticket'

/**
 * Moves tickets between their states, each with its event and its timer, in the transaction of whoever wants it and with
 * the conversation locked: the joint between a ticket, its conversation, and the timers that move it on.
 */
export function createTicketWork(parts: TicketWorkParts) {
  async function move(
    tx: Tx,
    conversation: Conversation,
    ticket: Ticket,
    to: TicketState,
    { actor, reason, until }: Move,
    change: ConversationChange = {},
    events: NewEvent[] = [],
  ): Promise<Conversation> {
    checkTicketMove(ticket.status, to)
    const moved = await moveTicket(tx, ticket.id, to, { at: new Date(), until: until ?? null })
    if (until) await scheduleTimer(tx, { ...timerOf(moved, WAKE), dueAt: until })
    if (to === 'resolved') {
      await scheduleTimer(tx, { ...timerOf(moved, CLOSE), dueAt: new Date(Date.now() + parts.closeAfterMs) })
    }
    return changeConversation(tx, conversation, change, [...events, movedEvent(ticket, to, { actor, reason, until })])
  }

  /** As `move`, where there is a ticket to move and it is not there already. */
  async function moveOpen(tx: Tx, conversation: Conversation, to: TicketState, by: Move): Promise<Conversation> {
    const ticket = await findOpenTicket(tx, conversation.id)
    return !ticket || ticket.status === to ? conversation : move(tx, conversation, ticket, to, by)
  }

  /** The ticket, if the timer still means this very snooze, or this very end. */
  const stillMeant = (ticket: Ticket | null, timer: Timer): Ticket | null =>
    ticket && timer.key === timerOf(ticket, timer.kind).key ? ticket : null

  return {
    move,
    moveOpen,

    /** Ends the assignment and resolves the ticket. */
    async endWork(tx: Tx, conversation: Conversation, outcome: 'resolved' | 'returned', actor: Actor): Promise<void> {
      await endAssignment(tx, conversation.id, outcome, new Date())
      const reason = outcome === 'resolved' ? 'the work is done' : 'the assistant answers again'
      await moveOpen(tx, conversation, 'resolved', { actor, reason })
    },

    /** Puts a resolved conversation back into the queue, where it waits since then. */
    async requeue(
      tx: Tx,
      conversation: Conversation,
      ticket: Ticket,
      since: Date,
      actor: Actor,
    ): Promise<Conversation> {
      const change = { owner: 'queued', waitingSince: since, resolvedAt: null } as const
      const queued = await move(tx, conversation, ticket, 'open', { actor, reason: 'the merge was undone' }, change)
      await enterQueue(tx, conversation.id, since)
      return queued
    },

    /** What a customer's message changes: who waited for it goes on, and what is snoozed wakes up. */
    async customerWrote(tx: Tx, conversation: Conversation): Promise<void> {
      const ticket = await findOpenTicket(tx, conversation.id)
      const actor: Actor = { kind: 'customer', id: conversation.customerId }
      if (ticket?.status === 'waiting_for_customer') {
        await move(tx, conversation, ticket, 'open', { actor, reason: 'the customer wrote' })
      }
      if (ticket?.status === 'snoozed') {
        // Whether its agent has room is for routing's lock, which nobody may wait for while they hold a conversation.
        await scheduleTimer(tx, { ...timerOf(ticket, WAKE), dueAt: new Date(), data: { customerWrote: true } })
      }
    },

    /** What an agent's reply changes: it wakes the ticket, and lets it wait for the customer or not; null leaves that. */
    async agentWrote(tx: Tx, conversation: Conversation, agent: Agent, wait: boolean | null): Promise<void> {
      const actor: Actor = { kind: 'agent', id: agent.id }
      const ticket = await findOpenTicket(tx, conversation.id)
      if (wait) {
        await moveOpen(tx, conversation, 'waiting_for_customer', { actor, reason: 'the customer is to answer' })
      } else if (wait === false || ticket?.status === 'snoozed') {
        await moveOpen(tx, conversation, 'open', { actor, reason: 'the agent wrote' })
      }
    },

    /** Ends a snooze: to the same agent where they work and have room, else to the queue. Routing is locked. */
    async wake(tx: Tx, timer: Timer): Promise<void> {
      const conversation = timer.conversationId ? await lockConversation(tx, timer.conversationId) : null
      const ticket = conversation && stillMeant(await findOpenTicket(tx, conversation.id), timer)
      if (!conversation || !ticket) return
      const by: Move = timer.data.customerWrote
        ? { actor: { kind: 'customer', id: conversation.customerId }, reason: 'the customer wrote' }
        : { actor: SYSTEM, reason: 'the time has come' }
      const { agentId } = conversation
      const state = conversation.owner === 'agent' && agentId ? await parts.hasRoom(tx, agentId) : 'room'
      if (state === 'room' || !agentId) {
        await move(tx, conversation, ticket, 'open', by)
        return
      }
      await endAssignment(tx, conversation.id, state === 'gone' ? 'agent_gone' : 'returned', new Date())
      const reason = state === 'gone' ? 'agent_gone' : 'agent_full'
      const now = new Date()
      await enterQueue(tx, conversation.id, now, state === 'gone' ? agentId : null)
      await move(tx, conversation, ticket, 'open', by, { owner: 'queued', waitingSince: now }, [
        { type: 'conversation.declined', data: { agentId, reason }, actor: SYSTEM },
      ])
    },

    /** Closes what stayed resolved: the next escalation opens another ticket. */
    async close(tx: Tx, timer: Timer): Promise<void> {
      const conversation = timer.conversationId ? await lockConversation(tx, timer.conversationId) : null
      const ticket = conversation && stillMeant(await findResolvedTicket(tx, conversation.id), timer)
      if (!conversation || !ticket) return
      await move(tx, conversation, ticket, 'closed', { actor: SYSTEM, reason: 'nobody came back to it' })
    },
  }
}

export type TicketWork = ReturnType<typeof createTicketWork>

/** One for each time a ticket enters a state, so that an old one can't be mistaken for the present one's. */
const timerOf = (ticket: Ticket, kind: string) => ({
  key: `${kind}:${ticket.id}:${ticket.stateSince.getTime()}`,
  kind,
  conversationId: ticket.conversationId,
})

/** Sets the one timer that the clocks of a conversation's open ticket have, in place of the one before. */
export async function setClockTimer(
  tx: Tx,
  { conversationId, ticketId, dueAt }: { conversationId: string; ticketId: string; dueAt: Date | null },
): Promise<void> {
  await cancelTimersOf(tx, conversationId, [LOOK_AT_CLOCKS])
  if (!dueAt) return
  const key = `${LOOK_AT_CLOCKS}:${ticketId}:${dueAt.getTime()}`
  await scheduleTimer(tx, { key, kind: LOOK_AT_CLOCKS, conversationId, dueAt })
}

export const movedEvent = (
  ticket: Pick<Ticket, 'id' | 'status'>,
  to: TicketState,
  { actor, reason, until }: { actor: Actor; reason: string; until?: Date | undefined },
): NewEvent => ({
  type: 'ticket.state_changed',
  data: { ticketId: ticket.id, from: ticket.status, to, until: until?.toISOString() ?? null, reason },
  actor,
})

import { conflict, type TicketState } from '../domain/index.ts'

/** Where a ticket may go from where it stands. Everything that moves one passes through this table. */
const NEXT: Record<TicketState, readonly TicketState[]> = {
  open: ['waiting_for_customer', 'snoozed', 'resolved'],
  // The customer writes, or an agent goes on; put aside; done, with or without an answer.
  waiting_for_customer: ['open', 'snoozed', 'resolved'],
  // The time has come, the customer wrote, or an agent goes on.
  snoozed: ['open', 'waiting_for_customer', 'resolved'],
  // A person is needed again; or nobody came back.
  resolved: ['open', 'closed'],
  // Whatever comes next is another ticket.
  closed: [],
}

/** Throws `conflict` when `to` may not follow `from`. Staying is no move, except for a snooze to another time. */
export function checkTicketMove(from: TicketState, to: TicketState): void {
  if (NEXT[from].includes(to) || (from === 'snoozed' && to === 'snoozed')) return
  throw conflict(
    'wrong-ticket-state',
    from === to
      ? `This ticket is ${TICKET_STATE_WORD[from]} already.`
      : `This ticket is ${TICKET_STATE_WORD[from]} and can't become ${TICKET_STATE_WORD[to]}. Reload to see how it stands.`,
  )
}

const TICKET_STATE_WORD: Record<TicketState, string> = {
  open: 'open',
  waiting_for_customer: 'waiting for the customer',
  snoozed: 'snoozed',
  resolved: 'resolved',
  closed: 'closed',
}

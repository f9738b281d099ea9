import { describe, expect, it } from 'vitest'
import { TICKET_STATES, type TicketState } from '../../src/domain/index.ts'
import { checkTicketMove } from '../../src/tickets/index.ts'

/** Every move that is allowed; whatever is not here is refused. */
const ALLOWED = new Set<`${TicketState} → ${TicketState}`>([
  'open → waiting_for_customer',
  'open → snoozed',
  'open → resolved',
  'waiting_for_customer → open',
  'waiting_for_customer → snoozed',
  'waiting_for_customer → resolved',
  'snoozed → snoozed',
  'snoozed → open',
  'snoozed → waiting_for_customer',
  'snoozed → resolved',
  'resolved → open',
  'resolved → closed',
])

describe('a ticket', () => {
  for (const from of TICKET_STATES) {
    for (const to of TICKET_STATES) {
      const isAllowed = ALLOWED.has(`${from} → ${to}`)
      it(`${isAllowed ? 'may go' : 'may not go'} from ${from} to ${to}`, () => {
        if (isAllowed) checkTicketMove(from, to)
        else expect(() => checkTicketMove(from, to)).toThrow(/^This ticket is /)
      })
    }
  }
})

import { type Actor, conflict, type NewEvent, PRIORITIES, type Priority, type Tx } from '../domain/index.ts'
import { moreUrgent, priorityNow, type Rank } from './priority.ts'
import { findRank, storeBasis, storeRank, type TicketRank } from './priority-store.ts'

/** All of these get the conversation locked and return the events to write: none when nothing changed. */

/** A person's word: it stands until a person releases it. Throws `conflict` without an open ticket. */
export async function overridePriority(
  tx: Tx,
  conversationId: string,
  { priority, agent }: { priority: Priority; agent: { id: string; name: string } },
): Promise<NewEvent[]> {
  const rank = await requireRank(tx, conversationId)
  if (rank.isSetByPerson && rank.current.priority === priority) return []
  const current = { priority, reasons: [`set by ${agent.name}`] }
  await storeRank(tx, rank.ticketId, { current, basis: rank.basis, setBy: agent.id })
  return [changed(rank, current, 'person', { kind: 'agent', id: agent.id })]
}

/** From now on Earshot decides again, beginning with what it would say now. */
export async function releasePriority(
  tx: Tx,
  conversationId: string,
  { agentId, now }: { agentId: string; now: Date },
): Promise<NewEvent[]> {
  const rank = await requireRank(tx, conversationId)
  if (!rank.isSetByPerson) return []
  const current = priorityNow(rank.basis, waitedMs(rank, now))
  await storeRank(tx, rank.ticketId, { current, basis: rank.basis, setBy: null })
  return [changed(rank, current, 'released', { kind: 'agent', id: agentId })]
}

/** Another message of a customer whose ticket is open may raise it, never lower it. */
export async function raiseByMessage(
  tx: Tx,
  conversationId: string,
  { said, now }: { said: Rank; now: Date },
): Promise<NewEvent[]> {
  const rank = await findRank(tx, conversationId)
  if (!rank) return []
  const basis = moreUrgent(rank.basis, said)
  if (basis === rank.basis) return []
  if (rank.isSetByPerson) {
    // Kept for the day it is released: the ticket itself does not change.
    await storeBasis(tx, rank.ticketId, basis)
    return []
  }
  return raise(tx, rank, basis, { now, by: 'message' })
}

/**
 * What a rule sets, or one step more than it is: what messages and waiting begin with from then on, so that they may still
 * raise it and never lower it. A person's word stands above it. Says in words what became of it.
 */
export async function setPriorityByRule(
  tx: Tx,
  conversationId: string,
  { priority, ruleName }: { priority: Priority | 'one_up'; ruleName: string },
): Promise<{ outcome: string; events: NewEvent[] }> {
  const rank = await findRank(tx, conversationId)
  if (!rank) return { outcome: 'Not changed: no ticket is open.', events: [] }
  const was = rank.current.priority
  if (rank.isSetByPerson) return { outcome: `Not changed: a person set it to ${was}.`, events: [] }
  const now = priority === 'one_up' ? (PRIORITIES[PRIORITIES.indexOf(was) + 1] ?? was) : priority
  if (now === was) return { outcome: `It is ${was} already.`, events: [] }
  const current: Rank =
    priority === 'one_up'
      ? { priority: now, reasons: [...rank.current.reasons, `the rule “${ruleName}”: one step up`] }
      : { priority: now, reasons: [`set by the rule “${ruleName}”`] }
  await storeRank(tx, rank.ticketId, { current, basis: current, setBy: null })
  return {
    outcome: `Priority ${was} to ${now}.`,
    events: [changed(rank, current, 'rule', { kind: 'system', id: null })],
  }
}

/** What waiting alone has added by now. */
export async function raiseByWaiting(tx: Tx, conversationId: string, now: Date): Promise<NewEvent[]> {
  const rank = await findRank(tx, conversationId)
  if (!rank || rank.isSetByPerson) return []
  return raise(tx, rank, rank.basis, { now, by: 'waiting' })
}

async function raise(
  tx: Tx,
  rank: TicketRank,
  basis: Rank,
  { now, by }: { now: Date; by: 'message' | 'waiting' },
): Promise<NewEvent[]> {
  const current = moreUrgent(rank.current, priorityNow(basis, waitedMs(rank, now)))
  if (current === rank.current) return []
  await storeRank(tx, rank.ticketId, { current, basis, setBy: null })
  return [changed(rank, current, by, { kind: 'assistant', id: null })]
}

async function requireRank(tx: Tx, conversationId: string): Promise<TicketRank> {
  const rank = await findRank(tx, conversationId)
  if (!rank) throw conflict('no-ticket', 'This conversation has no open ticket, and so no priority.')
  return rank
}

const waitedMs = ({ waitingSince }: TicketRank, now: Date) =>
  waitingSince ? Math.max(0, now.getTime() - waitingSince.getTime()) : 0

function changed(
  { ticketId, current: { priority } }: TicketRank,
  now: Rank,
  by: 'person' | 'released' | 'message' | 'waiting' | 'rule',
  actor: Actor,
): NewEvent {
  return {
    type: 'priority.changed',
    data: { ticketId, was: priority, now: now.priority, reasons: now.reasons, by },
    actor,
  }
}

import { conflict, type Owner } from '../domain/index.ts'

/** Which owner may follow which. Everything that moves a conversation on passes through this table. */
const NEXT: Record<Owner, readonly Owner[]> = {
  // Escalation; an agent may also step in on their own.
  assistant: ['queued', 'agent', 'resolved'],
  // Routing offers it; an agent takes it; the customer says it is solved.
  queued: ['offered', 'agent', 'assistant', 'resolved'],
  // Accepted; declined, lapsed or transferred (to the queue, or straight to the next).
  offered: ['agent', 'queued', 'offered', 'assistant', 'resolved'],
  // Transferred or agent gone; handed back; done.
  agent: ['queued', 'offered', 'assistant', 'resolved'],
  // The customer wrote again; an agent took it up; a merge was undone.
  resolved: ['assistant', 'agent', 'queued'],
}

/** Who an agent-less owner is; `offered` and `agent` name an agent, the others none. */
export const ownerNeedsAgent = (owner: Owner): boolean => owner === 'offered' || owner === 'agent'

/** Throws `conflict` when `to` may not follow `from`; staying with the same owner is no transition and passes. */
export function checkTransition(from: Owner, to: Owner): void {
  if (from === to || NEXT[from].includes(to)) return
  throw conflict(
    'wrong-owner',
    `This conversation is ${describe(from)} and can't become ${describe(to)}. Reload to see how it stands.`,
  )
}

export function describe(owner: Owner): string {
  switch (owner) {
    case 'assistant':
      return 'with the assistant'
    case 'queued':
      return 'waiting in the queue'
    case 'offered':
      return 'offered to an agent'
    case 'agent':
      return 'with an agent'
    case 'resolved':
      return 'resolved'
  }
}

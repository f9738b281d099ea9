import { describe, expect, it } from 'vitest'
import { checkTransition } from '../../src/conversation/transitions.ts'
import { OWNERS, type Owner } from '../../src/domain/index.ts'

/** Every move that is allowed; all others are refused. */
const ALLOWED: Record<Owner, Owner[]> = {
  assistant: ['assistant', 'queued', 'agent', 'resolved'],
  queued: ['queued', 'offered', 'agent', 'assistant', 'resolved'],
  offered: ['offered', 'agent', 'queued', 'assistant', 'resolved'],
  agent: ['agent', 'queued', 'offered', 'assistant', 'resolved'],
  resolved: ['resolved', 'assistant', 'agent', 'queued'],
}

describe('who may own a conversation after whom', () => {
  it.each(OWNERS.flatMap((from) => OWNERS.map((to) => [from, to] as const)))('%s → %s', (from, to) => {
    const move = () => checkTransition(from, to)
    if (ALLOWED[from].includes(to)) expect(move).not.toThrow()
    else expect(move).toThrow(/can't become/)
  })
})

import { describe, expect, it } from 'vitest'
import { arrangeInbox, sectionOf } from '../../console/state/sections.ts'
import { later, summary } from './samples.ts'

describe('the section a conversation stands in', () => {
  it.each([
    ['offered to me', { owner: 'offered', agentId: 'me' }, 'offered'],
    ['offered to somebody else', { owner: 'offered', agentId: 'tom' }, 'colleagues'],
    ['mine', { owner: 'agent', agentId: 'me' }, 'mine'],
    [
      'mine, waiting for the customer',
      { owner: 'agent', agentId: 'me', ticketState: 'waiting_for_customer' },
      'waiting',
    ],
    ['mine, snoozed', { owner: 'agent', agentId: 'me', ticketState: 'snoozed' }, 'snoozed'],
    ['a colleague’s, snoozed', { owner: 'agent', agentId: 'tom', ticketState: 'snoozed' }, 'colleagues'],
    ['a colleague’s', { owner: 'agent', agentId: 'tom' }, 'colleagues'],
    ['queued', { owner: 'queued' }, 'queue'],
    ['with the assistant', { owner: 'assistant' }, 'assistant'],
    ['resolved, though it was mine', { owner: 'resolved', agentId: 'me' }, 'resolved'],
  ] as const)('%s', (_name, part, section) => {
    expect(sectionOf(summary(part), 'me')).toBe(section)
  })
})

describe('a search', () => {
  it('shows what fits of the loaded rows, and what the server found beside them, each once', () => {
    const rows = [
      summary({ id: 'fits', customerName: 'Ann Berg' }),
      summary({ id: 'does not', customerName: 'Bo' }),
      summary({ id: 'by an old ticket', customerName: 'Cy' }),
    ]
    const found = [
      summary({ id: 'by an old ticket', customerName: 'Cy' }),
      summary({ id: 'not loaded', owner: 'resolved' }),
    ]
    const arranged = arrangeInbox(rows, 'me', 'berg', found)
    expect(arranged.assistant.map(({ id }) => id)).toEqual(['fits', 'by an old ticket'])
    expect(arranged.resolved.map(({ id }) => id)).toEqual(['not loaded'])
  })
})

describe('the order within a section', () => {
  it('puts the queue in order of urgency, then of waiting', () => {
    const rows = [
      summary({ id: 'normal, long', owner: 'queued', priority: 'normal', waitingSince: later(0) }),
      summary({ id: 'urgent, short', owner: 'queued', priority: 'urgent', waitingSince: later(90) }),
      summary({ id: 'urgent, long', owner: 'queued', priority: 'urgent', waitingSince: later(10) }),
      summary({ id: 'low', owner: 'queued', priority: 'low', waitingSince: later(0) }),
    ]
    expect(arrangeInbox(rows, 'me', '').queue.map(({ id }) => id)).toEqual([
      'urgent, long',
      'urgent, short',
      'normal, long',
      'low',
    ])
  })

  it('puts the offer that lapses first on top, and whoever waits before whoever does not', () => {
    const rows = [
      summary({ id: 'answered', owner: 'agent', agentId: 'me', updatedAt: later(100) }),
      summary({ id: 'waits', owner: 'agent', agentId: 'me', waitingSince: later(50) }),
      summary({ id: 'waits longer', owner: 'agent', agentId: 'me', waitingSince: later(5) }),
      summary({ id: 'later', owner: 'offered', agentId: 'me', offerUntil: later(40) }),
      summary({ id: 'sooner', owner: 'offered', agentId: 'me', offerUntil: later(20) }),
    ]
    const { mine, offered } = arrangeInbox(rows, 'me', '')
    expect(mine.map(({ id }) => id)).toEqual(['waits longer', 'waits', 'answered'])
    expect(offered.map(({ id }) => id)).toEqual(['sooner', 'later'])
  })
})

describe('the filter', () => {
  const rows = [
    summary({
      id: 'clara',
      customerName: 'Clara Jensen',
      tags: [{ tag: 'refunds', source: 'agent', confidence: null }],
    }),
    summary({ id: 'marek', customerName: 'Marek Nowak', ticketNumber: 42, requiredSkill: 'billing' }),
  ]
  const found = (filter: string) => arrangeInbox(rows, 'me', filter).assistant.map(({ id }) => id)

  it.each([
    ['', ['clara', 'marek']],
    ['clara', ['clara']],
    ['REFUNDS jensen', ['clara']],
    ['#42', ['marek']],
    ['billing', ['marek']],
    ['refunds marek', []],
  ])('%j finds %j', (filter, ids) => {
    expect(found(filter)).toEqual(ids)
  })
})

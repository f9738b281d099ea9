import { describe, expect, it } from 'vitest'
import { applyResume, applyToInbox, reloadAfterMs } from '../../console/state/inbox.ts'
import type { ConversationSummary, InboxBeyond, InboxSnapshot } from '../../console/state/wire.ts'
import { later, NOTHING_BEYOND, summary } from './samples.ts'

const waiting = (id: string, seconds: number, part: Partial<ConversationSummary> = {}) =>
  summary({ id, owner: 'queued', priority: 'normal', requiredSkill: 'orders', waitingSince: later(seconds), ...part })
const beyond = (part: Partial<InboxBeyond>): InboxBeyond => ({ ...NOTHING_BEYOND, ...part })
const behind = { count: 2, oldestSince: later(30), bySkill: { orders: 2 } }
const inbox = (conversations: ConversationSummary[], rest: InboxBeyond): InboxSnapshot => ({
  position: 1,
  conversations,
  beyond: rest,
  agents: [],
})
const told = (row: ConversationSummary) => ({
  since: row.version - 1,
  position: 2,
  summary: row,
  messages: [],
  events: [],
  tickets: [],
  tags: [],
  links: { into: null, merged: [], related: [] },
})
const ids = (shown: InboxSnapshot) => shown.conversations.map(({ id }) => id)

describe('a queue that is longer than what is loaded', () => {
  const shown = inbox([waiting('first', 0), waiting('last', 20), summary({ id: 'chat' })], beyond({ queue: behind }))

  it('does not give a place to a row that changes behind the last one loaded', () => {
    const next = applyToInbox(shown, told(waiting('behind', 30)))
    expect(ids(next)).toEqual(['first', 'last', 'chat'])
    expect(next.beyond.queue.count).toBe(2)
    expect(next.position).toBe(2)
  })

  it('takes up a row whose place is among those loaded', () => {
    const urgent = waiting('urgent', 40, { priority: 'urgent' })
    expect(ids(applyToInbox(shown, told(urgent)))).toContain('urgent')
  })

  it('counts one that enters behind the last', () => {
    const next = applyResume(shown, {
      reset: false,
      position: 2,
      conversations: [waiting('chat', 25, { version: 2, requiredSkill: 'billing' })],
      agents: [],
    })
    expect(ids(next)).toEqual(['first', 'last'])
    expect(next.beyond.queue).toEqual({ count: 3, oldestSince: later(25), bySkill: { orders: 2, billing: 1 } })
  })

  it('shows everybody where the whole queue is loaded', () => {
    const whole = inbox([waiting('first', 0)], NOTHING_BEYOND)
    expect(ids(applyToInbox(whole, told(waiting('second', 30))))).toEqual(['first', 'second'])
  })
})

describe('an inbox that does not hold everything', () => {
  it('is loaded again: soon where the next in the queue may be missing, never where all is there', () => {
    const many = Array.from({ length: 100 }, (_, at) => waiting(`q${at}`, at))
    expect(reloadAfterMs(inbox(many, NOTHING_BEYOND))).toBeNull()
    expect(reloadAfterMs(inbox(many, beyond({ assistant: 1 })))).toBe(300_000)
    expect(reloadAfterMs(inbox(many, beyond({ queue: behind })))).toBe(60_000)
    expect(reloadAfterMs(inbox(many.slice(1), beyond({ queue: behind })))).toBe(2_000)
  })
})

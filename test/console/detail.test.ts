import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adoptDetail, applyChanges, lastSeqOf, orderMessages } from '../../console/state/detail.ts'
import type { ConversationChanges, ConversationDetail } from '../../console/state/wire.ts'
import { detail, later, message, NO_LINKS, summary } from './samples.ts'
import { ServerModel, type Step } from './server-model.ts'

const steps = fc.array(fc.constantFrom<Step>('customer', 'agent', 'note', 'read', 'escalate', 'resolve'), {
  minLength: 1,
  maxLength: 24,
})

/** Applies a change and, where one is missing, asks the model as the console asks the server. */
function take(view: ConversationDetail, changes: ConversationChanges, server: ServerModel): ConversationDetail {
  const next = applyChanges(view, changes)
  if (next !== 'gap') return next
  const caughtUp = applyChanges(view, server.changes('c1', view.summary.version))
  if (caughtUp === 'gap') throw new Error('Changes since the own version left a gap.')
  return caughtUp
}

describe('a conversation on screen', () => {
  it('is the fresh view after any order and repetition of changes, with gaps caught up', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(), { maxLength: 40 }), fc.nat(), (what, deliveries, start) => {
        const server = new ServerModel()
        const told: ConversationChanges[] = []
        const snapshots: ConversationDetail[] = []
        for (const step of what) {
          const since = server.rows()[0]?.version ?? 0
          server.step('c1', step)
          told.push(server.changes('c1', since))
          snapshots.push(server.detail('c1'))
        }
        const stale = adoptDetail(undefined, snapshots[start % snapshots.length]!)
        let view = stale
        for (const pick of deliveries) view = take(view, told[pick % told.length]!, server)
        view = take(view, told.at(-1)!, server)
        expect(view).toEqual(adoptDetail(undefined, server.detail('c1')))
      }),
    )
  })

  it('asks for what is missing instead of showing a hole', () => {
    const view = detail({ summary: summary({ version: 3 }) })
    const changes = {
      since: 5,
      position: 9,
      summary: summary({ version: 6 }),
      messages: [],
      events: [],
      tickets: [],
      tags: [],
      links: NO_LINKS,
    }
    expect(applyChanges(view, changes)).toBe('gap')
  })

  it('stays the same object when a change says nothing new', () => {
    const view = detail({ summary: summary({ version: 6 }) })
    const changes = {
      since: 8,
      position: 9,
      summary: summary({ version: 6 }),
      messages: [],
      events: [],
      tickets: [],
      tags: [],
      links: NO_LINKS,
    }
    expect(applyChanges(view, changes)).toBe(view)
  })

  it('does not go back when a slow answer brings an older state', () => {
    const shown = detail({ summary: summary({ version: 7 }) })
    expect(adoptDetail(shown, detail({ summary: summary({ version: 6 }) }))).toBe(shown)
  })

  it('keeps the newer of two versions of a message', () => {
    const view = detail({ messages: [message({ version: 4, text: 'corrected' })], summary: summary({ version: 4 }) })
    const next = applyChanges(view, {
      since: 2,
      position: 9,
      summary: summary({ version: 5 }),
      messages: [message({ version: 3, text: 'as it was' })],
      events: [],
      tickets: [],
      tags: [],
      links: NO_LINKS,
    })
    expect(next).toMatchObject({ messages: [{ text: 'corrected' }] })
  })
})

describe('the order of messages', () => {
  it('follows the numbers even where the instants say otherwise, and puts notes by their time', () => {
    const ordered = orderMessages([
      message({ id: 'note', seq: null, kind: 'note', at: later(25) }),
      message({ id: 'third', seq: 3, at: later(40) }),
      message({ id: 'second', seq: 2, at: later(10) }),
      message({ id: 'first', seq: 1, at: later(20) }),
      message({ id: 'late note', seq: null, kind: 'note', at: later(50) }),
    ])
    expect(ordered.map(({ id }) => id)).toEqual(['first', 'second', 'note', 'third', 'late note'])
  })

  it('puts a note before the first message when it is older', () => {
    const ordered = orderMessages([message({ at: later(5) }), message({ id: 'n', seq: null, kind: 'note' })])
    expect(ordered.map(({ id }) => id)).toEqual(['n', 'm1'])
  })

  it('knows the last public number', () => {
    expect(lastSeqOf(detail())).toBe(0)
    expect(lastSeqOf(detail({ messages: [message({ seq: 4 }), message({ id: 'n', seq: null, kind: 'note' })] }))).toBe(
      4,
    )
  })
})

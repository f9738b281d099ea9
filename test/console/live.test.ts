import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adoptDetail } from '../../console/state/detail.ts'
import { adoptSnapshot } from '../../console/state/inbox.ts'
import { createLive, type Views } from '../../console/state/live.ts'
import type { ConversationDetail, InboxSnapshot } from '../../console/state/wire.ts'
import { NOTHING_BEYOND } from './samples.ts'
import { ServerModel, type Step } from './server-model.ts'

/** A console on the model: what it shows, and a line that can be cut. */
function openConsole(server: ServerModel) {
  let inbox: InboxSnapshot | undefined
  const details = new Map<string, ConversationDetail>()
  let loads = 0
  const snapshot = (): InboxSnapshot => ({
    position: server.position,
    conversations: server.rows(),
    beyond: NOTHING_BEYOND,
    agents: [],
  })
  const views: Views = {
    inbox: () => inbox,
    setInbox: (next) => {
      inbox = next
    },
    reloadInbox: async () => {
      loads++
      const loaded = snapshot()
      inbox = adoptSnapshot(inbox, loaded)
      await live.resume(loaded.position)
    },
    detail: (id) => details.get(id),
    setDetail: (next) => void details.set(next.summary.id, next),
    reloadDetail: async (id) => void details.set(id, adoptDetail(details.get(id), server.detail(id))),
  }
  const ask = {
    resume: async (position: number) => server.resume(position),
    watch: async (id: string, version: number) => server.changes(id, version),
  }
  const live = createLive(ask, views)
  return { live, views, ask, inbox: () => inbox, detail: (id: string) => details.get(id), loads: () => loads }
}

const what = fc.record({
  conversation: fc.constantFrom('c1', 'c2', 'c3'),
  step: fc.constantFrom<Step>('customer', 'agent', 'note', 'read', 'escalate', 'resolve'),
  /** How the change reaches the console: once, twice, not at all, or the line is cut and comes back. */
  delivery: fc.constantFrom('once', 'twice', 'lost', 'reconnect'),
})

describe('the console on its connection', () => {
  it('shows what the server has, whatever was lost or repeated, once it is connected', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(what, { maxLength: 30 }), async (happenings) => {
        const server = new ServerModel()
        for (const id of ['c1', 'c2', 'c3']) server.step(id, 'customer')
        const at = openConsole(server)
        await at.views.reloadInbox()
        await at.views.reloadDetail('c1')
        await at.live.connected()
        await at.live.watch('c1')
        for (const { conversation, step, delivery } of happenings) {
          const since = server.detail(conversation).summary.version
          server.step(conversation, step)
          const changes = server.changes(conversation, since)
          if (delivery === 'reconnect') {
            at.live.disconnected()
            await at.live.connected()
          } else if (delivery !== 'lost') {
            at.live.takeChanges(changes)
            if (delivery === 'twice') at.live.takeChanges(changes)
          }
          await new Promise((resolve) => setImmediate(resolve))
        }
        at.live.disconnected()
        await at.live.connected()
        const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
        expect([...(at.inbox()?.conversations ?? [])].sort(byId)).toEqual(server.rows().sort(byId))
        expect(at.detail('c1')).toEqual(adoptDetail(undefined, server.detail('c1')))
      }),
      { numRuns: 60 },
    )
  })

  it('asks once more when a gap shows while it is catching up', async () => {
    const server = new ServerModel()
    server.step('c1', 'customer')
    const at = openConsole(server)
    await at.views.reloadInbox()
    await at.views.reloadDetail('c1')
    await at.live.connected()
    await at.live.watch('c1')
    server.step('c1', 'agent')
    server.step('c1', 'customer')
    const early = server.changes('c1', 2)
    // The server's answer is taken before the next two steps and told after them.
    const answer = server.changes('c1', 1)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    at.ask.watch = async () => {
      at.ask.watch = async (id, version) => server.changes(id, version)
      await held
      return answer
    }
    at.live.takeChanges(early)
    server.step('c1', 'agent')
    server.step('c1', 'customer')
    at.live.takeChanges(server.changes('c1', 4))
    release()
    await at.live.refresh('c1')
    expect(at.detail('c1')?.summary.version).toBe(5)
    expect(at.detail('c1')?.messages).toHaveLength(5)
  })

  it('loads the inbox again when the server says that too much was missed, and only once', async () => {
    const server = new ServerModel()
    server.step('c1', 'customer')
    const at = openConsole(server)
    await at.views.reloadInbox()
    at.ask.resume = async () => ({ reset: true })
    await at.live.connected()
    expect(at.loads()).toBe(2)
  })

  it('leaves a conversation nobody looks at behind until it is opened', async () => {
    const server = new ServerModel()
    server.step('c1', 'customer')
    const at = openConsole(server)
    await at.views.reloadInbox()
    await at.views.reloadDetail('c1')
    await at.live.connected()
    server.step('c1', 'agent')
    server.step('c1', 'customer')
    at.live.takeChanges(server.changes('c1', 2))
    await new Promise((resolve) => setImmediate(resolve))
    expect(at.detail('c1')?.summary.version).toBe(1)
    await at.live.watch('c1')
    expect(at.detail('c1')?.summary.version).toBe(3)
  })
})

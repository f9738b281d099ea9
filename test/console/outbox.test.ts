import { describe, expect, it } from 'vitest'
import { ApiError } from '../../console/state/api.ts'
import { createDrafts } from '../../console/state/drafts.ts'
import { createOutbox, type PendingMessage } from '../../console/state/outbox.ts'
import { createSeen, isUnread } from '../../console/state/seen.ts'
import type { KeyValueStorage } from '../../console/state/storage.ts'
import { AT, later, message, summary } from './samples.ts'

function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}

function openOutbox(send: (pending: PendingMessage) => Promise<unknown>, storage = memoryStorage()) {
  let ids = 0
  const crossed: string[] = []
  const sent: PendingMessage[] = []
  const outbox = createOutbox({
    storage,
    agentId: 'a1',
    makeId: () => `client-${++ids}`,
    now: () => new Date(AT),
    send: (pending) => {
      sent.push(pending)
      return send(pending)
    },
    onSent: async () => {},
    onCrossed: (id) => void crossed.push(id),
  })
  return { outbox, storage, sent, crossed }
}

const REPLY = { conversationId: 'c1', kind: 'public' as const, text: 'I am on it.', lastSeenSeq: 4 }
const down = () => Promise.reject(new ApiError(503, { code: 'unavailable', message: 'The database did not answer.' }))
const crossed = () => Promise.reject(new ApiError(409, { code: 'newer-messages', message: 'Tom answered meanwhile.' }))

describe('what an agent sends', () => {
  it('is on screen at once and leaves the outbox when the server has it', async () => {
    const { outbox } = openOutbox(async () => {})
    const done = outbox.add(REPLY)
    expect(outbox.get()).toMatchObject([{ text: 'I am on it.', state: 'sending' }])
    await done
    expect(outbox.get()).toEqual([])
  })

  it('keeps its text, its id and the reason when it fails, and is sent again as the same message', async () => {
    let isDown = true
    const { outbox, sent } = openOutbox(() => (isDown ? down() : Promise.resolve()))
    await outbox.add(REPLY)
    expect(outbox.get()).toMatchObject([{ state: 'failed', problem: 'The database did not answer.' }])
    isDown = false
    await outbox.retry('client-1', 4)
    expect(outbox.get()).toEqual([])
    expect(sent.map(({ clientMessageId }) => clientMessageId)).toEqual(['client-1', 'client-1'])
  })

  it('waits for the agent when others wrote meanwhile, then answers everything up to the new last message', async () => {
    let isFirst = true
    const {
      outbox,
      sent,
      crossed: told,
    } = openOutbox(() => {
      const answer = isFirst ? crossed() : Promise.resolve()
      isFirst = false
      return answer
    })
    await outbox.add(REPLY)
    expect(outbox.get()).toMatchObject([{ state: 'crossed', text: 'I am on it.' }])
    expect(told).toEqual(['c1'])
    await outbox.retry('client-1', 6)
    expect(sent.at(-1)).toMatchObject({ clientMessageId: 'client-1', lastSeenSeq: 6 })
  })

  it('survives a reload: what was under way comes back as not sent', () => {
    const { outbox, storage } = openOutbox(() => new Promise(() => {}))
    void outbox.add(REPLY)
    const { outbox: after } = openOutbox(async () => {}, storage)
    expect(after.get()).toMatchObject([{ text: 'I am on it.', state: 'failed', clientMessageId: 'client-1' }])
  })

  it('is dropped when the server has it after all', async () => {
    const { outbox } = openOutbox(down)
    await outbox.add(REPLY)
    outbox.settle([message({ clientMessageId: 'client-1' })])
    expect(outbox.get()).toEqual([])
  })

  it('gives its text back to be edited', async () => {
    const { outbox } = openOutbox(down)
    await outbox.add(REPLY)
    expect(outbox.takeBack('client-1')).toBe('I am on it.')
    expect(outbox.get()).toEqual([])
  })

  it('is not lost when the browser forbids storage', async () => {
    const forbidden = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
      removeItem: () => {},
    }
    const { outbox } = openOutbox(down, forbidden)
    await outbox.add(REPLY)
    expect(outbox.get()).toMatchObject([{ state: 'failed' }])
  })
})

describe('drafts', () => {
  it('are kept per conversation and kind, and for each agent apart', () => {
    const storage = memoryStorage()
    const drafts = createDrafts(storage, 'a1')
    drafts.set('c1', 'reply', 'Dear Clara')
    drafts.set('c1', 'note', 'check the courier')
    expect(createDrafts(storage, 'a1').get('c1', 'reply')).toBe('Dear Clara')
    expect(createDrafts(storage, 'a1').get('c1', 'note')).toBe('check the courier')
    expect(createDrafts(storage, 'a2').get('c1', 'reply')).toBe('')
    drafts.set('c1', 'reply', '')
    expect(drafts.get('c1', 'reply')).toBe('')
  })

  it('make room for the latest 200', () => {
    let now = 0
    const drafts = createDrafts(memoryStorage(), 'a1', () => ++now)
    for (let index = 0; index <= 200; index++) drafts.set(`c${index}`, 'reply', 'text')
    expect(drafts.get('c0', 'reply')).toBe('')
    expect(drafts.get('c200', 'reply')).toBe('text')
  })
})

describe('unread', () => {
  const wrote = (author: string, at: string) => summary({ lastMessage: { author, text: 'hello', at } })

  it('is what the customer wrote after the agent last looked', () => {
    const seen = createSeen(memoryStorage(), 'a1')
    expect(isUnread(wrote('customer', AT), seen.get())).toBe(true)
    seen.mark(wrote('customer', AT))
    expect(isUnread(wrote('customer', AT), seen.get())).toBe(false)
    expect(isUnread(wrote('customer', later(1)), seen.get())).toBe(true)
  })

  it('is never what our side wrote', () => {
    expect(isUnread(wrote('agent', AT), {})).toBe(false)
    expect(isUnread(summary(), {})).toBe(false)
  })
})

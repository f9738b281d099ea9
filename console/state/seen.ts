import { type KeyValueStorage, readJson, writeJson } from './storage.ts'
import { createStore } from './store.ts'
import type { ConversationSummary } from './wire.ts'

/** Conversation id → instant of the last message the agent has had on screen. */
export type SeenAt = Record<string, string>
export type Seen = ReturnType<typeof createSeen>

const KEPT = 600

/** What this agent has read, kept in the browser. */
export function createSeen(storage: KeyValueStorage, agentId: string) {
  const key = `earshot.seen.${agentId}`
  const store = createStore(readJson<SeenAt>(storage, key, {}))
  return {
    get: store.get,
    subscribe: store.subscribe,
    mark(row: ConversationSummary): void {
      if (!row.lastMessage || !isUnread(row, store.get())) return
      const { [row.id]: _before, ...others } = store.get()
      const next = Object.fromEntries([...Object.entries(others).slice(1 - KEPT), [row.id, row.lastMessage.at]])
      store.set(next)
      writeJson(storage, key, next)
    },
  }
}

/** True when the customer wrote last and this agent has not had it on screen. */
export function isUnread(row: ConversationSummary, seenAt: SeenAt): boolean {
  if (row.lastMessage?.author !== 'customer') return false
  const seen = seenAt[row.id]
  return seen === undefined || Date.parse(seen) < Date.parse(row.lastMessage.at)
}

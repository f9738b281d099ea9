import { ApiError, messageOf } from './api.ts'
import { type KeyValueStorage, readJson, writeJson } from './storage.ts'
import { createStore } from './store.ts'
import type { ConsoleMessage } from './wire.ts'

/** A reply or note on its way. `crossed`: others wrote meanwhile, and the agent decides whether it still fits. */
export interface PendingMessage {
  clientMessageId: string
  conversationId: string
  kind: 'public' | 'note'
  text: string
  /** The last public message the agent had on screen. */
  lastSeenSeq: number
  /** The ticket waits for the customer once it is sent. */
  wait?: boolean
  createdAt: string
  state: 'sending' | 'failed' | 'crossed'
  /** Why it failed, for people. */
  problem: string | null
}

export interface OutboxDeps {
  send: (message: PendingMessage) => Promise<unknown>
  /** Called once the server has stored it; the message stays in the outbox until the view has caught up. */
  onSent: (conversationId: string) => Promise<void>
  /** Called when others wrote meanwhile: the view must catch up before the agent decides. */
  onCrossed: (conversationId: string) => void
  storage: KeyValueStorage
  agentId: string
  makeId: () => string
  now: () => Date
}

export type Outbox = ReturnType<typeof createOutbox>

/**
 * What agents wrote and the server has not confirmed. It survives a reload: what was under way then comes back as
 * failed, and trying again is safe, because the server stores one message per `clientMessageId`.
 */
export function createOutbox(deps: OutboxDeps) {
  const key = `earshot.outbox.${deps.agentId}`
  const store = createStore(readJson<PendingMessage[]>(deps.storage, key, []).map(interrupted))

  function set(next: PendingMessage[]): void {
    store.set(next)
    writeJson(deps.storage, key, next)
  }
  const update = (clientMessageId: string, change: Partial<PendingMessage>) =>
    set(store.get().map((one) => (one.clientMessageId === clientMessageId ? { ...one, ...change } : one)))
  const remove = (clientMessageId: string) => set(store.get().filter((one) => one.clientMessageId !== clientMessageId))

  async function deliver(message: PendingMessage): Promise<void> {
    try {
      await deps.send(message)
    } catch (error) {
      const isCrossed = error instanceof ApiError && error.code === 'newer-messages'
      update(message.clientMessageId, { state: isCrossed ? 'crossed' : 'failed', problem: messageOf(error) })
      if (isCrossed) deps.onCrossed(message.conversationId)
      return
    }
    await deps.onSent(message.conversationId).catch(() => {})
    remove(message.clientMessageId)
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    add(message: Pick<PendingMessage, 'conversationId' | 'kind' | 'text' | 'lastSeenSeq' | 'wait'>): Promise<void> {
      const pending: PendingMessage = {
        ...message,
        clientMessageId: deps.makeId(),
        createdAt: deps.now().toISOString(),
        state: 'sending',
        problem: null,
      }
      set([...store.get(), pending])
      return deliver(pending)
    },
    /** Sends it again, as an answer to everything up to `lastSeenSeq`. */
    async retry(clientMessageId: string, lastSeenSeq: number): Promise<void> {
      const pending = store.get().find((one) => one.clientMessageId === clientMessageId)
      if (!pending || pending.state === 'sending') return
      update(clientMessageId, { state: 'sending', problem: null, lastSeenSeq })
      await deliver({ ...pending, lastSeenSeq })
    },
    /** Takes it back and returns its text, so that the agent can go on writing. */
    takeBack(clientMessageId: string): string {
      const text = store.get().find((one) => one.clientMessageId === clientMessageId)?.text ?? ''
      remove(clientMessageId)
      return text
    },
    /** Drops what the server has after all, for example when only its answer was lost. */
    settle(messages: ConsoleMessage[]): void {
      const stored = new Set(messages.map(({ clientMessageId }) => clientMessageId))
      const left = store.get().filter(({ clientMessageId }) => !stored.has(clientMessageId))
      if (left.length < store.get().length) set(left)
    },
  }
}

function interrupted(message: PendingMessage): PendingMessage {
  if (message.state !== 'sending') return message
  return { ...message, state: 'failed', problem: 'The page was closed before the server confirmed this message.' }
}

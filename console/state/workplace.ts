import type { QueryClient } from '@tanstack/react-query'
import { io } from 'socket.io-client'
import type { Api } from './api.ts'
import { adoptDetail } from './detail.ts'
import { createDrafts } from './drafts.ts'
import { adoptSnapshot } from './inbox.ts'
import { createLive, type Views } from './live.ts'
import { createOutbox } from './outbox.ts'
import { createSeen } from './seen.ts'
import { type ConnectionStatus, connectSocket, type Typist } from './socket.ts'
import { createStore } from './store.ts'
import type { ConversationChanges, ConversationDetail, InboxSnapshot } from './wire.ts'
import { NAMESPACE } from './wire.ts'

export const INBOX_KEY = ['inbox'] as const
export const NOTICES_KEY = ['notices'] as const
export const detailKey = (conversationId: string) => ['conversation', conversationId] as const

export type Workplace = ReturnType<typeof openWorkplace>

/** 128 random bits; `crypto.randomUUID` is missing where the console is served without TLS. */
const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Everything one logged-in agent works with, joined: the views, the connection, what they write, what they have read. */
export function openWorkplace(deps: {
  agentId: string
  api: Api
  queries: QueryClient
  storage: Storage
  onSessionDoubt: () => void
  /** What changed in any conversation, as it comes; some of it twice. */
  onChanges: (changes: ConversationChanges) => void
}) {
  const { agentId, api, queries, storage } = deps
  const status = createStore<ConnectionStatus>('connecting')
  const typists = createStore<readonly Typist[]>([])

  const loadInbox = async (): Promise<InboxSnapshot> => {
    const snapshot = await api.inbox()
    // Once the snapshot is on screen, read what happened while it was under way.
    queueMicrotask(() => setTimeout(() => void live.resume(snapshot.position)))
    return adoptSnapshot(queries.getQueryData(INBOX_KEY), snapshot)
  }
  const loadDetail = async (conversationId: string): Promise<ConversationDetail> => {
    const loaded = await api.detail(conversationId)
    outbox.settle(loaded.messages)
    return adoptDetail(queries.getQueryData(detailKey(conversationId)), loaded)
  }

  const views: Views = {
    inbox: () => queries.getQueryData(INBOX_KEY),
    setInbox: (inbox) => void queries.setQueryData(INBOX_KEY, inbox),
    reloadInbox: () => queries.invalidateQueries({ queryKey: INBOX_KEY }),
    detail: (id) => queries.getQueryData(detailKey(id)),
    setDetail: (detail) => {
      queries.setQueryData(detailKey(detail.summary.id), detail)
      outbox.settle(detail.messages)
    },
    onChanges: deps.onChanges,
    reloadDetail: (id) => queries.invalidateQueries({ queryKey: detailKey(id) }),
  }
  const socket = io(NAMESPACE, {
    withCredentials: true,
    // Polling needs every request to reach the same node; a socket does not.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelayMax: 5_000,
    autoConnect: false,
  })
  const connection = connectSocket({
    socket,
    status,
    typists,
    live: () => live,
    onRefused: deps.onSessionDoubt,
    onNotices: () => void queries.invalidateQueries({ queryKey: NOTICES_KEY }),
    isOnline: () => navigator.onLine,
  })
  const live = createLive(connection.ask, views)

  const outbox = createOutbox({
    storage,
    agentId,
    makeId: randomId,
    now: () => new Date(),
    send: ({ conversationId, clientMessageId, text, kind, lastSeenSeq, wait }) =>
      kind === 'note'
        ? api.note(conversationId, { clientMessageId, text })
        : api.reply(conversationId, { clientMessageId, text, lastSeenSeq, ...(wait && { wait }) }),
    onSent: (conversationId) => live.refresh(conversationId),
    onCrossed: (conversationId) => void live.refresh(conversationId),
  })

  return {
    agentId,
    api,
    live,
    outbox,
    status,
    typists,
    loadInbox,
    loadDetail,
    drafts: createDrafts(storage, agentId),
    seen: createSeen(storage, agentId),
    setTyping: connection.setTyping,
    open: connection.open,
    close: connection.close,
  }
}

import type {
  CustomerConversation,
  CustomerMessage,
  CustomerServerEvents,
  OpenResult,
} from '../../src/protocol/customer.ts'
import type { WireError } from '../../src/protocol/shared.ts'
import type { Emit } from '../shell.ts'
import { type Connection, type ConnectionEvents, Refused } from './connection.ts'
import type { Keep } from './keep.ts'
import { loadOutbox, type OutgoingMessage, withoutDelivered } from './outbox.ts'
import { createSender } from './sender.ts'
import { createStore, type Store } from './store.ts'
import { createSync } from './sync.ts'
import { countUnread, EMPTY_THREAD, lastSeqOf, receiveMessages, type Thread } from './thread.ts'
import { createTypingNotices } from './typing-notices.ts'
import type { Attachment } from './upload.ts'

const OFFLINE_AFTER_MS = 2_000
/** A lost "stopped typing" must not leave somebody typing for ever. */
const TYPING_ENDS_AFTER_MS = 15_000

export interface WidgetState {
  /** `loading` until the server first said what the conversation holds. A new customer has nothing to load. */
  phase: 'loading' | 'ready'
  /** The line has been down for two seconds. */
  isOffline: boolean
  /** A sentence for the customer: why the conversation cannot be loaded. It is tried again anyway. */
  problem: string | null
  conversation: CustomerConversation | null
  thread: Thread
  outbox: readonly OutgoingMessage[]
  typing: { name: string; author: 'assistant' | 'agent' } | null
  unread: number
}

export interface ClientParts {
  keep: Keep
  connect: (events: ConnectionEvents) => Connection
  emit: Emit
  /** Made unique by chance: 8 to 64 letters, digits, - or _. */
  newId: () => string
}

export type Client = ReturnType<typeof createClient>

/** The customer's side of one conversation: what it holds, what still has to go out, and the line to the server. */
export function createClient({ keep, connect, emit, newId }: ClientParts) {
  const store: Store<WidgetState> = createStore<WidgetState>({
    phase: keep.get('token') === null ? 'ready' : 'loading',
    isOffline: false,
    problem: null,
    conversation: null,
    thread: EMPTY_THREAD,
    outbox: loadOutbox(keep),
    typing: null,
    unread: 0,
  })
  let isSeen = false
  /** The latest message we were told of, held or not; null before the server was asked. */
  let heard: { conversationId: string | null; seq: number } | null = null
  let offlineTimer: ReturnType<typeof setTimeout> | undefined
  let typingTimer: ReturnType<typeof setTimeout> | undefined

  const connection = connect({
    up() {
      clearTimeout(offlineTimer)
      offlineTimer = undefined
      store.update({ isOffline: false })
      void sync.now()
      sender.resume()
    },
    down: expectUp,
    message(message) {
      takeMessages([message])
    },
    conversation: takeConversation,
    typing: takeTyping,
    newCustomer() {
      forgetConversation()
      store.update({ phase: 'ready' })
    },
    refused: takeProblem,
  })

  const sync = createSync({
    connection,
    lastSeq: () => lastSeqOf(store.get().thread),
    isBehind() {
      const { thread } = store.get()
      return heard === null || heard.conversationId !== thread.conversationId || heard.seq > lastSeqOf(thread)
    },
    take: takeOpened,
    refused: takeProblem,
  })
  const sender = createSender({ store, keep, connection, newId, onSent: takeSent })
  const typingNotices = createTypingNotices((typing) => {
    // A notice that is lost does no harm.
    if (connection.isUp()) connection.request('typing:set', { typing }).catch(() => {})
  })

  function expectUp(): void {
    store.update({ typing: null })
    offlineTimer ??= setTimeout(() => store.update({ isOffline: true }), OFFLINE_AFTER_MS)
  }

  function takeOpened({ conversation, messages }: OpenResult, askedFrom: number): void {
    if (conversation) {
      takeConversation(conversation)
      takeMessages(messages)
    } else if (askedFrom > 0) forgetConversation()
    // A first message may have been stored while this answer was on its way.
    else if (store.get().thread.conversationId === null) heard = { conversationId: null, seq: 0 }
    store.update({ phase: 'ready', problem: null })
  }

  /** States may come twice or late; one that knows of fewer messages than an earlier one is old. */
  function takeConversation(conversation: CustomerConversation): void {
    const { thread, conversation: before } = store.get()
    if (before?.id === conversation.id && conversation.lastSeq < before.lastSeq) return
    hear(conversation.id, conversation.lastSeq)
    if (thread.conversationId !== conversation.id) {
      store.update({ thread: { conversationId: conversation.id, messages: [] }, unread: 0 })
      if (thread.conversationId !== null) void sync.now()
    }
    store.update(conversation.resolved ? { conversation, typing: null } : { conversation })
    if (conversation.handledBy === 'agent' && before && before.handledBy !== 'agent') {
      emit('handoff', { agentName: conversation.agentName })
    }
    sync.ifBehind()
  }

  function takeMessages(incoming: readonly CustomerMessage[]): void {
    for (const { conversationId, seq } of incoming) hear(conversationId, seq)
    const { thread: before, outbox, typing, phase } = store.get()
    const thread = receiveMessages(before, incoming)
    if (thread !== before) {
      const fresh = thread.messages.slice(before.messages.length)
      sender.forget(fresh)
      store.update({
        thread,
        outbox: withoutDelivered(outbox, fresh),
        typing: fresh.some(({ author }) => author === typing?.author) ? null : typing,
      })
      refreshUnread()
      const isHistory = phase === 'loading' || before.messages.length === 0
      if (!isHistory) tellOf(fresh)
    }
    sync.ifBehind()
  }

  function tellOf(fresh: readonly CustomerMessage[]): void {
    for (const { author, text } of fresh) if (author !== 'customer') emit('message:received', { author, text })
  }

  function hear(conversationId: string, seq: number): void {
    heard = { conversationId, seq: heard?.conversationId === conversationId ? Math.max(heard.seq, seq) : seq }
  }

  function forgetConversation(): void {
    heard = null
    keep.remove('read')
    store.update({ conversation: null, thread: EMPTY_THREAD, unread: 0 })
  }

  function takeSent(conversation: CustomerConversation, message: CustomerMessage): void {
    emit('message:sent', { text: message.text })
    takeConversation(conversation)
    takeMessages([message])
  }

  function takeTyping({ name, author, typing }: Parameters<CustomerServerEvents['typing']>[0]): void {
    clearTimeout(typingTimer)
    store.update({ typing: typing ? { name, author } : null })
    if (typing) typingTimer = setTimeout(() => store.update({ typing: null }), TYPING_ENDS_AFTER_MS)
  }

  function takeProblem({ message }: Pick<WireError, 'message'>): void {
    store.update({ problem: message })
    emit('error', { message })
  }

  function refreshUnread(): void {
    const { thread, unread: before } = store.get()
    if (isSeen && thread.conversationId !== null) keep.set('read', `${thread.conversationId} ${lastSeqOf(thread)}`)
    const [conversationId, seq] = (keep.get('read') ?? '').split(' ')
    const unread = countUnread(thread, conversationId === thread.conversationId ? Number(seq) : 0)
    if (unread === before) return
    store.update({ unread })
    emit('unread', { count: unread })
  }

  return {
    store,
    start() {
      if (!connection.isUp()) expectUp()
      connection.start()
    },
    /** Ends the line; what is kept stays kept. */
    stop() {
      connection.stop()
      typingNotices.stop()
      sync.stop()
      clearTimeout(offlineTimer)
      clearTimeout(typingTimer)
    },
    /** The page is in front again, or the network is back: connect, or see whether the line still lives. */
    wake() {
      if (connection.isUp()) void sync.now()
      else connection.wake()
    },
    /** Loads again after a problem. */
    reload() {
      store.update({ problem: null })
      if (connection.isUp()) void sync.now()
      else connection.wake()
    },
    /** Shows the message at once and sends it as soon as it can; it is kept until the server has it. */
    send(text: string, attachments: readonly Attachment[] = []) {
      typingNotices.stop()
      sender.send(text, attachments)
    },
    /** Sends a failed message again, with the same id. */
    retry: (clientMessageId: string) => sender.retry(clientMessageId),
    takeBack: (clientMessageId: string) => sender.takeBack(clientMessageId),
    noticeTyping: typingNotices.typed,
    /** Whether the customer sees the messages now; those count as read. */
    setSeen(seen: boolean) {
      isSeen = seen
      refreshUnread()
    },
    /** Rejects with a sentence for the customer when it was not stored. */
    async rate(rating: number, comment: string): Promise<void> {
      const { conversation } = store.get()
      if (!conversation) return
      try {
        const payload = { conversationId: conversation.id, rating, comment: comment.trim() === '' ? null : comment }
        await connection.request('rating:send', payload)
      } catch (error) {
        throw new Error(
          error instanceof Refused
            ? error.message
            : 'The rating was not sent: the server did not answer. What you chose is still here; send it again.',
        )
      }
      const now = store.get().conversation
      if (now?.id === conversation.id) store.update({ conversation: { ...now, rating } })
      emit('rated', { rating })
    },
  }
}

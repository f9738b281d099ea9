import { applyChanges } from './detail.ts'
import { applyResume, applyToInbox, replaceAgents } from './inbox.ts'
import type { ConsoleAgent, ConversationChanges, ConversationDetail, InboxSnapshot, ResumeResult } from './wire.ts'

/** What the server can be asked over the socket. Rejects when it refuses or does not answer in time. */
export interface Ask {
  resume: (position: number) => Promise<ResumeResult>
  watch: (conversationId: string, version: number) => Promise<ConversationChanges>
}

/** Where the views are kept; the screens read them from there. */
export interface Views {
  inbox: () => InboxSnapshot | undefined
  setInbox: (inbox: InboxSnapshot) => void
  /** Loads the snapshot and, when it is there, calls `resume` with its position. */
  reloadInbox: () => Promise<void>
  detail: (conversationId: string) => ConversationDetail | undefined
  setDetail: (detail: ConversationDetail) => void
  reloadDetail: (conversationId: string) => Promise<void>
  /** Sees every change as it comes. */
  onChanges?: (changes: ConversationChanges) => void
}

export type Live = ReturnType<typeof createLive>

/**
 * A resume asks for this many positions more than were missed, because with several servers the last ones may have
 * come out of order. What is known already changes nothing.
 */
const RESUME_OVERLAP = 20

/** Keeps the views equal to the server's state, whatever is lost, repeated or late on the way. */
export function createLive(ask: Ask, views: Views) {
  let watchedId: string | null = null
  let isConnected = false
  /** Conversations being caught up; true when it must be done once more, because a gap showed meanwhile. */
  const catchingUp = new Map<string, { again: boolean; done: Promise<void> }>()

  function takeChanges(changes: ConversationChanges): void {
    views.onChanges?.(changes)
    const inbox = views.inbox()
    if (inbox) views.setInbox(applyToInbox(inbox, changes))
    const detail = views.detail(changes.summary.id)
    if (!detail) return
    const next = applyChanges(detail, changes)
    if (next !== 'gap') views.setDetail(next)
    // A conversation nobody looks at stays behind until it is opened; opening catches up.
    else if (changes.summary.id === watchedId) void catchUp(changes.summary.id)
  }

  /** Brings one conversation up to date. A call that comes while one is under way makes it go round once more. */
  function catchUp(conversationId: string): Promise<void> {
    const running = catchingUp.get(conversationId)
    if (running) {
      running.again = true
      return running.done
    }
    const run = { again: false, done: Promise.resolve() }
    run.done = (async () => {
      do {
        run.again = false
        await askForChanges(conversationId)
      } while (run.again)
    })().finally(() => catchingUp.delete(conversationId))
    catchingUp.set(conversationId, run)
    return run.done
  }

  async function askForChanges(conversationId: string): Promise<void> {
    const have = views.detail(conversationId)
    if (!have || !isConnected) return views.reloadDetail(conversationId)
    try {
      const changes = await ask.watch(conversationId, have.summary.version)
      // The view may have moved on while the answer was under way; it never moves back, so this cannot be a gap.
      const next = applyChanges(views.detail(conversationId) ?? have, changes)
      if (next === 'gap') return views.reloadDetail(conversationId)
      views.setDetail(next)
    } catch {
      await views.reloadDetail(conversationId)
    }
  }

  /** Fetches the inbox rows that changed after `position`, by default after the last one seen. */
  async function resume(position?: number): Promise<void> {
    const inbox = views.inbox()
    if (!isConnected || !inbox) return
    const from = position ?? Math.max(0, inbox.position - RESUME_OVERLAP)
    const resumed = await ask.resume(from).catch(() => null)
    // With a position given, the snapshot was loaded just now: loading it again would go round in circles.
    if (!resumed || resumed.reset) return position === undefined ? views.reloadInbox() : undefined
    views.setInbox(applyResume(views.inbox() ?? inbox, resumed))
  }

  return {
    takeChanges,
    resume,
    /** Reads what changed in a conversation now, without waiting for it to be told. */
    refresh: catchUp,
    takeAgents(agents: ConsoleAgent[]): void {
      const inbox = views.inbox()
      if (inbox) views.setInbox(replaceAgents(inbox, agents))
    },
    async connected(): Promise<void> {
      isConnected = true
      await Promise.all([resume(), watchedId === null ? null : catchUp(watchedId)])
    },
    disconnected(): void {
      isConnected = false
    },
    /** The conversation on screen: it is kept without gaps, and its typing is told. */
    async watch(conversationId: string): Promise<void> {
      watchedId = conversationId
      if (isConnected) await catchUp(conversationId)
    },
    unwatch(conversationId: string): void {
      if (watchedId === conversationId) watchedId = null
    },
  }
}

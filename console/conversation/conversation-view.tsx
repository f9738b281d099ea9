import { useEffect } from 'react'
import { useDetail, useWorkplace } from '../shell/use-workplace.ts'
import { lastSeqOf } from '../state/detail.ts'
import { Loading, Problem } from '../ui/states.tsx'
import { useStore } from '../ui/use-store.ts'
import { Composer } from './composer.tsx'
import './conversation.css'
import { ConversationHeader } from './conversation-header.tsx'
import { MessageList } from './message-list.tsx'
import { Suggestions } from './suggestions.tsx'
import { useDraft } from './use-draft.ts'

/** One conversation: who and what state, the messages, and the place to write. */
export function ConversationView({
  conversationId,
  isNarrow,
  onShowContext,
}: {
  conversationId: string
  isNarrow: boolean
  onShowContext?: () => void
}) {
  const { live, seen, outbox } = useWorkplace()
  const detail = useDetail(conversationId)
  const draft = useDraft(conversationId)
  const pending = useStore(outbox).filter((one) => one.conversationId === conversationId)
  const isLoaded = detail.data !== undefined

  useEffect(() => {
    if (!isLoaded) return
    void live.watch(conversationId)
    return () => live.unwatch(conversationId)
  }, [live, conversationId, isLoaded])

  const summary = detail.data?.summary
  useEffect(() => {
    if (!summary) return
    const markSeen = () => document.visibilityState === 'visible' && seen.mark(summary)
    markSeen()
    document.addEventListener('visibilitychange', markSeen)
    return () => document.removeEventListener('visibilitychange', markSeen)
  }, [seen, summary])

  if (detail.isPending) return <Loading label="Loading the conversation" lines={5} height={56} />
  if (!detail.data) {
    return <Problem what="The conversation was not loaded" error={detail.error} onRetry={() => void detail.refetch()} />
  }
  const view = detail.data
  const lastSeq = lastSeqOf(view)
  return (
    <div className="cc-conversation">
      <ConversationHeader view={view} isNarrow={isNarrow} {...(onShowContext ? { onShowContext } : {})} draft={draft} />
      <MessageList view={view} pending={pending} onEdit={draft.append} />
      {draft.kind === 'reply' ? <Suggestions view={view} onUse={(text) => draft.append('reply', text)} /> : null}
      <Composer summary={view.summary} lastSeq={lastSeq} draft={draft} />
    </div>
  )
}

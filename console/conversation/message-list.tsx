import { Button } from '@mantine/core'
import { Fragment, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { lastSeqOf } from '../state/detail.ts'
import type { DraftKind } from '../state/drafts.ts'
import type { PendingMessage } from '../state/outbox.ts'
import { dayName, isSameDay } from '../state/time.ts'
import type { ConversationDetail } from '../state/wire.ts'
import { Empty } from '../ui/states.tsx'
import { useStore } from '../ui/use-store.ts'
import { Message } from './message.tsx'
import { PendingLine } from './pending-line.tsx'

/** So many messages are on the page at once; earlier ones come on request. */
const PAGE = 80
const NEAR_BOTTOM_PX = 60

export function MessageList({
  view,
  pending,
  onEdit,
}: {
  view: ConversationDetail
  pending: PendingMessage[]
  onEdit: (kind: DraftKind, text: string) => void
}) {
  const [shown, setShown] = useState(PAGE)
  const { scroller, content, isBehind, toBottom } = useStickToBottom(view.messages.length + pending.length)
  const earlier = Math.max(0, view.messages.length - shown)
  const messages = view.messages.slice(earlier)

  return (
    <div className="cc-messages">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="cc-messages__scroll" ref={scroller} role="log" aria-label="Messages" tabIndex={0}>
        <div className="cc-messages__content" ref={content}>
          {earlier > 0 ? (
            <Button variant="default" size="xs" onClick={() => setShown(shown + PAGE)}>
              Show {Math.min(earlier, PAGE)} earlier messages
            </Button>
          ) : null}
          {view.messages.length === 0 ? <Empty title="No messages yet" /> : null}
          {messages.map((message, index) => {
            const before = messages[index - 1]
            return (
              <Fragment key={message.id}>
                {!before || !isSameDay(before.at, message.at) ? (
                  <p className="cc-messages__day">{dayName(message.at)}</p>
                ) : null}
                <Message message={message} view={view} />
              </Fragment>
            )
          })}
          {pending.map((one) => (
            <PendingLine key={one.clientMessageId} pending={one} lastSeq={lastSeqOf(view)} onEdit={onEdit} />
          ))}
          <TypingLine conversationId={view.summary.id} />
        </div>
      </div>
      {isBehind ? (
        <Button className="cc-messages__new" size="xs" variant="default" onClick={toBottom}>
          New messages below
        </Button>
      ) : null}
    </div>
  )
}

/** Follows new messages only while the reader is at the end; otherwise says that there are some. */
function useStickToBottom(count: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const countBefore = useRef(count)
  const [isBehind, setBehind] = useState(false)

  const toBottom = useCallback(() => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [])

  useLayoutEffect(() => {
    if (isAtEnd.current) toBottom()
    else if (count > countBefore.current) setBehind(true)
    countBefore.current = count
  }, [count, toBottom])

  useEffect(() => {
    const element = scroller.current
    if (!element || !content.current) return
    const onScroll = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_BOTTOM_PX
      if (isAtEnd.current) setBehind(false)
    }
    // A line more under the last message is followed; what the reader unfolds stays where it is.
    const observer = new ResizeObserver(() => {
      const hidden = element.scrollHeight - element.scrollTop - element.clientHeight
      const isFolded =
        hidden < element.clientHeight && content.current?.querySelector('[aria-expanded="true"]') === null
      if (isAtEnd.current && (isFolded || hidden < NEAR_BOTTOM_PX)) element.scrollTop = element.scrollHeight
      else isAtEnd.current = hidden < NEAR_BOTTOM_PX
    })
    observer.observe(element)
    observer.observe(content.current)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [])

  return { scroller, content, isBehind, toBottom }
}

function TypingLine({ conversationId }: { conversationId: string }) {
  const { typists, me } = useWorkplace()
  const names = useStore(typists)
    .filter((one) => one.conversationId === conversationId && one.name !== me.agent.name)
    .map(({ author, name }) => (author === 'customer' && name === '' ? 'The customer' : name))
  return (
    <p className="cc-typing" aria-live="off">
      {names.length > 0 ? `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} writing` : ''}
    </p>
  )
}

import { useMemo } from 'preact/hooks'
import type { WidgetConfig } from '../shell.ts'
import type { Client, Files, WidgetState } from '../state/index.ts'
import { arrangeLines } from './arrange.ts'
import { Icon } from './icons.tsx'
import { Message, Outgoing } from './message.tsx'
import { assistantName } from './names.ts'
import { Rating } from './rating.tsx'
import { useReadingPlace } from './use-reading-place.ts'
import { Skeleton, Welcome } from './welcome.tsx'

interface MessagesProps {
  state: WidgetState
  config: WidgetConfig
  client: Client
  files: Files
  isOpen: boolean
  /** Sends what a button offers. */
  choose: (text: string) => void
  /** Puts a failed message back into the composer. */
  edit: (clientMessageId: string) => void
}

/** The conversation, from its first message to what still has to go out. */
export function Messages({ state, config, client, files, isOpen, choose, edit }: MessagesProps) {
  const { thread, outbox, conversation, typing, phase, isOffline } = state
  const lines = useMemo(() => arrangeLines(thread.messages), [thread])
  const appendix = `${typing?.name ?? ''}${conversation?.resolved ? ' resolved' : ''}`
  const { list, hasNewBelow, jump, onScroll } = useReadingPlace(thread, outbox, isOpen, appendix)
  /** Buttons that disappear when they are used leave the focus here. */
  const stay = () => list.current?.focus()
  const isEmpty = thread.messages.length === 0 && outbox.length === 0
  const last = thread.messages.at(-1)
  const quickReplies = outbox.length === 0 && !conversation?.resolved ? (last?.quickReplies ?? []) : []
  return (
    <div class="messages">
      <div
        ref={list}
        class="list"
        role="log"
        aria-label="Conversation"
        aria-live={phase === 'ready' ? 'polite' : 'off'}
        aria-busy={phase === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling must work by keyboard, so the list takes focus
        tabIndex={0}
        onScroll={onScroll}
      >
        {isEmpty && phase === 'loading' && <Skeleton />}
        {isEmpty && phase === 'ready' && <Welcome config={config} choose={choose} />}
        {lines.map((line) => (
          <Message
            key={line.message.seq}
            line={line}
            server={config.server}
            assistant={assistantName(config.name)}
            files={files}
          />
        ))}
        {outbox.map((message) => (
          <Outgoing
            key={message.clientMessageId}
            message={message}
            isOffline={isOffline}
            retry={(id) => {
              client.retry(id)
              stay()
            }}
            edit={edit}
          />
        ))}
        {quickReplies.length > 0 && (
          <ul class="quick-replies" aria-label="Suggested answers">
            {quickReplies.map((reply) => (
              <li key={reply}>
                <button type="button" class="quick-reply" onClick={() => choose(reply)}>
                  {reply}
                </button>
              </li>
            ))}
          </ul>
        )}
        {conversation?.resolved && (
          <Rating
            key={conversation.id}
            conversation={conversation}
            rate={(rating, comment) => client.rate(rating, comment).then(stay)}
          />
        )}
        {typing && (
          <p class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {typing.name} is writing
          </p>
        )}
      </div>
      {hasNewBelow && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            jump()
            stay()
          }}
        >
          New message
          <Icon name="arrow-down" />
        </button>
      )}
    </div>
  )
}

import { Button, SegmentedControl, Textarea, Tooltip } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { sectionOf } from '../state/sections.ts'
import { type ConversationSummary, MESSAGE_LENGTH_LIMIT } from '../state/wire.ts'
import { count } from '../state/words.ts'
import type { Draft } from './use-draft.ts'

const TYPING_AGAIN_MS = 3_000
const TYPING_OVER_MS = 4_000

/** Where replies and notes are written. Enter sends, Shift and Enter makes a line. */
export function Composer({ summary, lastSeq, draft }: { summary: ConversationSummary; lastSeq: number; draft: Draft }) {
  const { outbox } = useWorkplace()
  const { isClosed: isReplyClosed, hint } = useReplyState(summary)
  const isNote = draft.kind === 'note'
  const text = isNote ? draft.texts.note : draft.texts.reply
  const left = MESSAGE_LENGTH_LIMIT - text.trim().length
  const isClosed = !isNote && isReplyClosed
  const canSend = !isClosed && text.trim() !== '' && left >= 0
  const canWait = !isNote && summary.ticketNumber !== null
  const typing = useTyping(summary.id)

  function send(wait = false): void {
    if (!canSend) return
    typing.stop()
    draft.setText(draft.kind, '')
    void outbox.add({
      conversationId: summary.id,
      kind: isNote ? 'note' : 'public',
      text: text.trim(),
      lastSeenSeq: lastSeq,
      ...(wait && !isNote && { wait }),
    })
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Escape') event.currentTarget.blur()
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    const isHeld = event.ctrlKey || event.metaKey
    if (event.shiftKey && !isHeld) return
    event.preventDefault()
    send(event.shiftKey && canWait)
  }

  return (
    <section className="cc-composer" data-kind={draft.kind} aria-label="Write">
      <div className="cc-composer__top">
        <SegmentedControl
          size="xs"
          aria-label="What to write"
          data={[
            { value: 'reply', label: 'Reply' },
            { value: 'note', label: 'Note' },
          ]}
          value={draft.kind}
          onChange={(value) => draft.write(value === 'note' ? 'note' : 'reply')}
        />
        <span className="cc-small cc-muted">{isNote ? 'Only the team sees notes.' : hint}</span>
      </div>
      <Textarea
        ref={draft.field}
        aria-label={isNote ? 'Note' : 'Reply'}
        placeholder={isNote ? 'A note for the team' : isClosed ? 'Replies are closed' : 'Your reply'}
        autosize
        minRows={2}
        maxRows={10}
        disabled={isClosed}
        value={text}
        error={
          left < 0
            ? `${count(-left, 'character', 'characters')} too many; a message holds ${MESSAGE_LENGTH_LIMIT}.`
            : undefined
        }
        onChange={(event) => {
          draft.setText(draft.kind, event.currentTarget.value)
          if (!isNote) typing.tell()
        }}
        onKeyDown={onKeyDown}
      />
      <div className="cc-composer__end">
        <span className="cc-small cc-muted">
          {left >= 0 && left < 400 ? `${count(left, 'character', 'characters')} left. ` : ''}
          {text === '' ? '' : 'Draft kept in this browser.'}
        </span>
        <div className="cc-composer__send">
          {canWait ? (
            <Tooltip label="The customer is to answer: the clocks pause until they write. Ctrl/⌘ + Shift + Enter">
              <Button size="sm" variant="default" disabled={!canSend} onClick={() => send(true)}>
                Send and wait
              </Button>
            </Tooltip>
          ) : null}
          <Tooltip label="Enter or Ctrl/⌘ + Enter sends, Shift + Enter makes a new line">
            <Button size="sm" variant={isNote ? 'default' : 'filled'} disabled={!canSend} onClick={() => send()}>
              {isNote ? 'Add note' : 'Send'}
            </Button>
          </Tooltip>
        </div>
      </div>
    </section>
  )
}

/** Whether this agent can reply to the customer now, and what they should know about it. */
function useReplyState(summary: ConversationSummary): { isClosed: boolean; hint: string } {
  const { me } = useWorkplace()
  switch (sectionOf(summary, me.agent.id)) {
    case 'mine':
    case 'waiting':
    case 'snoozed':
      return { isClosed: false, hint: '' }
    case 'offered':
    case 'queue':
      return { isClosed: false, hint: 'Sending a reply accepts the conversation.' }
    case 'assistant':
      return { isClosed: false, hint: 'The assistant has this. Sending a reply takes it over.' }
    case 'colleagues':
      return {
        isClosed: true,
        hint: `${summary.agentName ?? 'A colleague'} has this conversation. You can leave a note.`,
      }
    case 'resolved':
      return { isClosed: true, hint: 'Resolved. It opens again when the customer writes.' }
  }
}

/** Tells the others that this agent is writing, at most every few seconds, and when they have stopped. */
function useTyping(conversationId: string) {
  const { setTyping } = useWorkplace()
  const toldAt = useRef(0)
  const over = useRef<number | undefined>(undefined)

  function stop(): void {
    window.clearTimeout(over.current)
    if (toldAt.current > 0) setTyping(conversationId, false)
    toldAt.current = 0
  }
  const latestStop = useRef(stop)
  latestStop.current = stop
  useEffect(() => () => latestStop.current(), [])

  return {
    stop,
    tell(): void {
      const now = Date.now()
      if (now - toldAt.current > TYPING_AGAIN_MS) {
        toldAt.current = now
        setTyping(conversationId, true)
      }
      window.clearTimeout(over.current)
      over.current = window.setTimeout(stop, TYPING_OVER_MS)
    },
  }
}

import type { Files, OutgoingMessage } from '../state/index.ts'
import type { Line } from './arrange.ts'
import { FileList } from './attachments.tsx'
import { Card, withoutCard } from './card.tsx'
import { Icon } from './icons.tsx'
import { renderMarkdown, renderPlainText } from './markdown.ts'
import { memo } from './memo.ts'
import { showDay, showTime } from './times.ts'

interface MessageProps {
  line: Line
  server: string
  assistant: string
  files: Files
}

/** One message of the thread. It never changes once it is there, so it is drawn once. */
export const Message = memo(({ line, server, assistant, files }: MessageProps) => {
  const { message, startsDay, startsRow, endsRow } = line
  const { author, sources } = message
  const { text, card } = withoutCard(message)
  const at = new Date(message.sentAt)
  const writer = author === 'customer' ? 'You' : (message.name ?? assistant)
  return (
    <>
      {startsDay && <p class="day">{showDay(at, new Date())}</p>}
      {author === 'system' ? (
        <p class="system-line">{text}</p>
      ) : (
        <div class="message" data-author={author} data-seq={message.seq} data-starts={startsRow}>
          {startsRow && <p class={author === 'customer' ? 'hidden-text' : 'writer'}>{writer}</p>}
          {text !== '' && (
            <div class={author === 'assistant' ? 'bubble marked' : 'bubble plain'}>
              {author === 'assistant'
                ? renderMarkdown(text, { server, inNewTab: true })
                : author === 'agent'
                  ? renderPlainText(text)
                  : text}
            </div>
          )}
          {card && <Card card={card} />}
          {message.attachments.length > 0 && <FileList attachments={message.attachments} files={files} />}
          {sources.length > 0 && (
            <ul class="sources">
              {sources.map(({ title, heading, url }) => (
                <li key={url + heading}>
                  <a href={new URL(url, server).href} target="_blank" rel="noopener noreferrer">
                    <Icon name="page" />
                    <span>
                      From: {title}
                      {heading !== null && `, ${heading}`}
                      <span class="hidden-text"> (opens in a new tab)</span>
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )}
          {endsRow && (
            <p class="meta">
              <time dateTime={message.sentAt}>{showTime(at)}</time>
            </p>
          )}
        </div>
      )}
    </>
  )
})

interface OutgoingProps {
  message: OutgoingMessage
  isOffline: boolean
  retry: (clientMessageId: string) => void
  edit: (clientMessageId: string) => void
}

/** A message of the customer that the server does not have yet, or that failed. */
export function Outgoing({
  message: { clientMessageId, text, status, reason },
  isOffline,
  retry,
  edit,
}: OutgoingProps) {
  return (
    <div class="message" data-author="customer" data-starts="true" data-status={status}>
      <p class="hidden-text">You</p>
      <div class="bubble plain">{text}</div>
      {status === 'failed' ? (
        <p class="meta failed" role="alert">
          <Icon name="warning" />
          <span>Not sent. {reason}</span>
          <button type="button" class="text-button" onClick={() => retry(clientMessageId)}>
            Retry
          </button>
          <button type="button" class="text-button" onClick={() => edit(clientMessageId)}>
            Edit
          </button>
        </p>
      ) : (
        <p class="meta">
          {reason ?? (isOffline ? 'Waits for the connection' : status === 'sent' ? 'Sent' : 'Sending')}
        </p>
      )}
    </div>
  )
}

import { memo } from 'react'
import type { ConsoleMessage, ConversationDetail } from '../state/wire.ts'
import { ClockTime } from '../ui/ago.tsx'
import { AssistantText } from './card.tsx'
import { Files } from './files.tsx'
import { ReadingLine } from './reading-line.tsx'

/** One message, note or system line. */
export const Message = memo(
  function Message({ message, view }: { message: ConsoleMessage; view: ConversationDetail }) {
    if (message.author === 'system') {
      return (
        <p className="cc-message-system">
          {message.text} <ClockTime at={message.at} />
        </p>
      )
    }
    const isNote = message.kind === 'note'
    const side = message.author === 'customer' ? 'customer' : 'us'
    return (
      <article className="cc-message" data-side={side} data-kind={isNote ? 'note' : message.author}>
        <p className="cc-message__head">
          <strong>{authorOf(message, view)}</strong>
          {isNote ? <span className="cc-message__note">Note, only for the team</span> : null}
          <ClockTime at={message.at} />
        </p>
        <div className="cc-message__text">
          {message.author === 'assistant' ? <AssistantText text={message.text} card={message.card} /> : message.text}
        </div>
        {message.attachments.length > 0 ? <Files attachments={message.attachments} /> : null}
        {message.sources.length > 0 ? <Sources message={message} /> : null}
        {message.quickReplies.length > 0 ? (
          <p className="cc-message__foot">Offered: {message.quickReplies.join(' · ')}</p>
        ) : null}
        {message.author === 'customer' && !isNote ? <ReadingLine message={message} view={view} /> : null}
      </article>
    )
  },
  // The view is needed for names and corrections only, which change together with the message's version.
  (before, after) => before.message === after.message && before.view.events.length === after.view.events.length,
)

function Sources({ message }: { message: ConsoleMessage }) {
  return (
    <p className="cc-message__foot">
      From{' '}
      {message.sources.map(({ articleId, title, heading }, index) => (
        <span key={`${articleId}#${heading}`}>
          {index > 0 ? ', ' : ''}
          <a className="cc-link" href={`/help/${articleId}`} target="_blank" rel="noreferrer">
            {title}
            {heading && heading !== title ? `: ${heading}` : ''}
          </a>
        </span>
      ))}
    </p>
  )
}

function authorOf(message: ConsoleMessage, view: ConversationDetail): string {
  if (message.author === 'customer') return view.summary.customerName
  if (message.author === 'assistant') return 'Assistant'
  return message.agentName ?? 'Agent'
}

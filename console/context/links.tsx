import { useState } from 'react'
import { useAct, useWorkplace } from '../shell/use-workplace.ts'
import { hashOf } from '../state/route.ts'
import type { ConsoleMessage, ConversationDetail, LinkedConversation } from '../state/wire.ts'
import { count, OWNER_WORD } from '../state/words.ts'
import { Ago, ClockTime } from '../ui/ago.tsx'
import { Block } from './block.tsx'

type Links = ConversationDetail['links']

/** How the conversation hangs together with others of the customer; nothing where it stands alone. */
export function LinksCard({ view: { summary, links } }: { view: ConversationDetail }) {
  const { into, merged, related } = links
  return (
    <>
      {into ? <MergedInto id={summary.id} into={into} /> : null}
      {merged.map((one) => (
        <MergedHere key={one.id} merged={one} intoId={summary.id} />
      ))}
      {related.length > 0 ? <Related id={summary.id} related={related} canMerge={into === null} /> : null}
    </>
  )
}

function MergedInto({ id, into }: { id: string; into: LinkedConversation }) {
  return (
    <Block title="Goes on elsewhere" aside={<UndoButton fromId={id} refresh={id} />}>
      <p>
        Merged into <LinkTo linked={into} />. The customer was told so here.
      </p>
    </Block>
  )
}

function MergedHere({ merged, intoId }: { merged: Links['merged'][number]; intoId: string }) {
  const [isOpen, setOpen] = useState(false)
  const messages = merged.messages.filter(({ author }) => author !== 'system')
  return (
    <Block title="Merged into this one" aside={<UndoButton fromId={merged.id} refresh={intoId} />}>
      <p>
        <LinkTo linked={merged} />
      </p>
      <button
        type="button"
        className="cc-plain cc-link cc-links__toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide what was said there' : `Read ${count(messages.length, 'message', 'messages')} from there`}
      </button>
      {isOpen ? (
        <ol className="cc-links__messages">
          {messages.map((message) => (
            <li key={message.id} data-author={message.author}>
              <span className="cc-small cc-muted">
                {authorWord(message)}, <ClockTime at={message.at} />
              </span>
              <p>{message.text}</p>
            </li>
          ))}
        </ol>
      ) : null}
    </Block>
  )
}

function Related({ id, related, canMerge }: { id: string; related: Links['related']; canMerge: boolean }) {
  const { api } = useWorkplace()
  const act = useAct()
  const duplicates = related.filter(({ kind }) => kind === 'duplicate')
  return (
    <Block title={duplicates.length > 0 ? 'Possibly the same matter' : 'Earlier tickets like this'}>
      <ul className="cc-links">
        {related.map((one) => (
          <li key={one.id}>
            <span>
              <LinkTo linked={one} />
              <span className="cc-small cc-muted">, {OWNER_WORD[one.owner].toLowerCase()}</span>
            </span>
            <span className="cc-small cc-muted">{one.reasons.join('; ')}</span>
            {one.kind === 'duplicate' && canMerge ? (
              <span className="cc-links__merge cc-small">
                <button
                  type="button"
                  className="cc-plain cc-link"
                  onClick={() =>
                    void act(id, () => api.merge(one.id, id), 'Merged. The customer is told where it goes on.')
                  }
                >
                  Merge it into this one
                </button>
                <button
                  type="button"
                  className="cc-plain cc-link"
                  onClick={() =>
                    void act(id, () => api.merge(id, one.id), 'Merged. The customer is told where it goes on.')
                  }
                >
                  Merge this one into it
                </button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Block>
  )
}

function UndoButton({ fromId, refresh }: { fromId: string; refresh: string }) {
  const { api } = useWorkplace()
  const act = useAct()
  return (
    <button
      type="button"
      className="cc-plain cc-link"
      onClick={() => void act(refresh, () => api.undoMerge(fromId), 'Undone. The conversation is back where it was.')}
    >
      Undo the merge
    </button>
  )
}

function LinkTo({ linked: { id, ticketNumber, matter, startedAt } }: { linked: LinkedConversation }) {
  return (
    <>
      <a className="cc-link" href={hashOf({ place: 'conversations', conversationId: id })}>
        {ticketNumber === null ? 'A conversation' : `Ticket #${ticketNumber}`}
        {matter ? `, ${matter}` : ''}
      </a>
      <span className="cc-small cc-muted">
        {' '}
        started <Ago at={startedAt} />
      </span>
    </>
  )
}

function authorWord({ author, agentName }: ConsoleMessage): string {
  if (author === 'customer') return 'Customer'
  return author === 'agent' ? (agentName ?? 'Agent') : 'Assistant'
}

import { memo } from 'react'
import { DueChip } from '../service-levels/due-chip.tsx'
import type { Section } from '../state/sections.ts'
import { dateTime, exactTime, inUnits } from '../state/time.ts'
import type { ConversationSummary } from '../state/wire.ts'
import { frustrationWord, initialsOf } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Chip, PriorityChip, TagChip } from '../ui/chip.tsx'
import { FrustrationArc } from '../ui/frustration-arc.tsx'
import { PersonIcon } from '../ui/icons.tsx'
import { SentimentMark } from '../ui/sentiment.tsx'
import { useNow } from '../ui/use-now.ts'
import { OfferButtons } from './offer-buttons.tsx'

const WRITER: Record<string, string> = { assistant: 'Assistant: ', agent: 'Agent: ', system: '' }

export const InboxRow = memo(function InboxRow({
  row,
  section,
  isSelected,
  isNew,
  colours,
  standing,
}: {
  row: ConversationSummary
  section: Section
  isSelected: boolean
  isNew: boolean
  colours: ReadonlyMap<string, string>
  /** What it waits for, in the queue; null elsewhere. */
  standing: string | null
}) {
  const { frustration, lastMessage } = row
  const isPriorityShown = row.priority === 'high' || row.priority === 'urgent'
  return (
    <li className="cc-row" data-selected={isSelected} data-new={isNew} data-id={row.id}>
      <a className="cc-row__link" href={`#/conversations/${row.id}`} aria-current={isSelected ? 'true' : undefined}>
        <span title={frustrationTitle(row)}>
          <FrustrationArc value={frustration.value} isHigh={frustration.high}>
            {initialsOf(row.customerName) || <PersonIcon />}
          </FrustrationArc>
        </span>
        <span className="cc-row__body">
          <span className="cc-row__line">
            <span className="cc-row__name">{row.customerName}</span>
            {isNew ? (
              <span className="cc-row__new">
                <span className="cc-sr">New message</span>
              </span>
            ) : null}
            <span className="cc-row__time">
              {row.waitingSince && section !== 'resolved' ? (
                <Waiting since={row.waitingSince} />
              ) : (
                <Ago at={lastMessage?.at ?? row.updatedAt} />
              )}
            </span>
          </span>
          <span className="cc-row__text">{lastWords(row)}</span>
          {standing ? <span className="cc-row__standing">{standing}</span> : null}
          <span className="cc-row__marks" title={row.tags.map(({ tag }) => tag).join(', ')}>
            {isPriorityShown && row.priority ? <PriorityChip priority={row.priority} /> : null}
            {row.snoozedUntil ? <Chip>until {dateTime(row.snoozedUntil)}</Chip> : null}
            {row.serviceLevel && section !== 'resolved' ? <DueChip level={row.serviceLevel} /> : null}
            {row.sentiment ? <SentimentMark sentiment={row.sentiment} /> : null}
            <span className="cc-sr">{frustrationTitle(row)}.</span>
            {section === 'colleagues' && row.agentName ? <Chip>{row.agentName}</Chip> : null}
            {section === 'resolved' && row.rating !== null ? <Chip>Rated {row.rating} of 5</Chip> : null}
            {row.tags.map(({ tag }) => (
              <TagChip key={tag} tag={tag} {...colourOf(colours, tag)} />
            ))}
          </span>
        </span>
      </a>
      {section === 'offered' ? <OfferButtons row={row} /> : null}
    </li>
  )
})

function Waiting({ since }: { since: string }) {
  const waited = useNow() - Date.parse(since)
  return (
    <time dateTime={since} title={`Waiting since ${exactTime(since)}`}>
      waits {inUnits(waited)}
    </time>
  )
}

const colourOf = (colours: ReadonlyMap<string, string>, tag: string) => {
  const colour = colours.get(tag)
  return colour ? { colour } : {}
}

/** What was said last; in the queue by the customer, since the assistant's word of the wait says nothing of the matter. */
function lastWords({ queue, lastMessage }: ConversationSummary): string {
  if (queue?.customerSaid) return queue.customerSaid
  return lastMessage ? `${WRITER[lastMessage.author] ?? ''}${lastMessage.text}` : 'No message yet'
}

function frustrationTitle({ frustration }: ConversationSummary): string {
  const word = `Frustration ${frustration.high ? 'high' : frustrationWord(frustration.value)}`
  return frustration.drivers.length > 0 ? `${word}: ${frustration.drivers.join(', ')}` : word
}

import { useWorkplace } from '../shell/use-workplace.ts'
import type { Section } from '../state/sections.ts'
import { isUnread } from '../state/seen.ts'
import type { ConversationSummary } from '../state/wire.ts'
import { ChevronIcon } from '../ui/icons.tsx'
import { useStore } from '../ui/use-store.ts'
import { InboxRow } from './inbox-row.tsx'

const TITLE: Record<Section, string> = {
  offered: 'Offered to me',
  mine: 'Mine',
  waiting: 'Waiting for the customer',
  snoozed: 'Snoozed',
  queue: 'Queue',
  assistant: 'With the assistant',
  colleagues: 'With colleagues',
  resolved: 'Resolved',
}

/** Shown where a section that is always there has nothing in it. */
const NOTHING: Partial<Record<Section, string>> = {
  mine: 'Nothing is yours. Offers come while you are online.',
  queue: 'Nobody is waiting.',
}

export function InboxSection({
  section,
  rows,
  isOpen,
  isFiltered,
  onToggle,
  selectedId,
  colours,
}: {
  section: Section
  rows: ConversationSummary[]
  isOpen: boolean
  isFiltered: boolean
  onToggle: (section: Section) => void
  selectedId: string | null
  colours: ReadonlyMap<string, string>
}) {
  const { seen } = useWorkplace()
  const seenAt = useStore(seen)
  if (rows.length === 0 && (isFiltered || NOTHING[section] === undefined)) return null
  const titleId = `section-${section}`

  return (
    <section className="cc-section" data-section={section} aria-labelledby={titleId}>
      <h2 className="cc-section__title">
        <button
          type="button"
          className="cc-plain cc-section__toggle"
          aria-expanded={isOpen}
          disabled={section === 'offered' || isFiltered}
          onClick={() => onToggle(section)}
        >
          {section === 'offered' ? null : <ChevronIcon />}
          <span id={titleId}>{TITLE[section]}</span>
          <span className="cc-section__count">{rows.length}</span>
        </button>
      </h2>
      {isOpen && rows.length === 0 ? <p className="cc-section__nothing">{NOTHING[section]}</p> : null}
      {isOpen ? (
        <ul>
          {rows.map((row) => (
            <InboxRow
              key={row.id}
              row={row}
              section={section}
              isSelected={row.id === selectedId}
              isNew={section !== 'resolved' && isUnread(row, seenAt)}
              colours={colours}
            />
          ))}
        </ul>
      ) : null}
    </section>
  )
}

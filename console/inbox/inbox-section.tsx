import { useInbox, useWorkplace } from '../shell/use-workplace.ts'
import { languageName } from '../state/languages.ts'
import { verdictOf, wantedOf } from '../state/queue.ts'
import type { Section } from '../state/sections.ts'
import { isUnread } from '../state/seen.ts'
import type { ConsoleAgent, ConversationSummary } from '../state/wire.ts'
import { behindWords, count } from '../state/words.ts'
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

/** What is there besides the rows; the agent's own are counted together, wherever they stand. */
const BEYOND: Partial<Record<Section, (more: number) => string>> = {
  mine: (more) => `${count(more, 'more is', 'more are')} yours, to do, waiting or snoozed.`,
  queue: behindWords,
  assistant: (more) => `The latest; ${count(more, 'more is', 'more are')} with the assistant.`,
  colleagues: (more) => `${count(more, 'more is', 'more are')} with colleagues.`,
}

export function InboxSection({
  section,
  rows,
  beyond,
  isOpen,
  isFiltered,
  onToggle,
  selectedId,
  colours,
}: {
  section: Section
  rows: ConversationSummary[]
  /** Conversations of this section that are not loaded. */
  beyond: number
  isOpen: boolean
  isFiltered: boolean
  onToggle: (section: Section) => void
  selectedId: string | null
  colours: ReadonlyMap<string, string>
}) {
  const { seen } = useWorkplace()
  const seenAt = useStore(seen)
  const agents = useInbox().data?.agents ?? []
  if (rows.length === 0 && (isFiltered || (beyond === 0 && NOTHING[section] === undefined))) return null
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
          <span className="cc-section__count">
            {isFiltered || section === 'mine' ? rows.length : rows.length + beyond}
          </span>
        </button>
      </h2>
      {isOpen && rows.length === 0 && beyond === 0 ? <p className="cc-section__nothing">{NOTHING[section]}</p> : null}
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
              standing={section === 'queue' ? standingOf(row, agents) : null}
            />
          ))}
        </ul>
      ) : null}
      {isOpen && !isFiltered && beyond > 0 ? <p className="cc-section__nothing">{BEYOND[section]?.(beyond)}</p> : null}
    </section>
  )
}

/** Why a queued conversation is with nobody yet: "technical in German: all 2 are full". */
function standingOf(row: ConversationSummary, agents: readonly ConsoleAgent[]): string {
  const wanted = wantedOf(row, agents)
  const what = [wanted.skill ?? 'anybody', wanted.language ? `in ${languageName(wanted.language)}` : '']
    .join(' ')
    .trim()
  return `${what}: ${verdictOf(wanted)}`
}

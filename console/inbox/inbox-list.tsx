import { TextInput } from '@mantine/core'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { openShortcuts } from '../shell/shortcuts.tsx'
import { useFound, useInbox, useReference, useWorkplace } from '../shell/use-workplace.ts'
import { arrangeInbox, beyondOf, SECTIONS, type Section } from '../state/sections.ts'
import { readJson, writeJson } from '../state/storage.ts'
import { foundWords } from '../state/words.ts'
import { SearchIcon } from '../ui/icons.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { goTo } from '../ui/use-route.ts'
import { InboxSection } from './inbox-section.tsx'
import { OfferAnnouncer } from './offer-announcer.tsx'
import './inbox.css'

const FOLDED_KEY = 'earshot.folded'

/** All conversations in their sections, kept current. */
export function InboxList({ selectedId }: { selectedId: string | null }) {
  const { me } = useWorkplace()
  const inbox = useInbox()
  const reference = useReference()
  const [filter, setFilter] = useState('')
  const search = useDeferredValue(filter)
  const [folded, setFolded] = useState<Section[]>(() => readJson(window.localStorage, FOLDED_KEY, ['resolved']))
  const list = useRef<HTMLElement>(null)

  const rows = inbox.data?.conversations
  const found = useFound(search)
  const arranged = useMemo(
    () => arrangeInbox(rows ?? [], me.agent.id, search, found.rows),
    [rows, me.agent.id, search, found.rows],
  )
  const foundNote = search.trim() === '' ? null : foundWords(found)
  const colours = useMemo(() => new Map(reference?.tags.map(({ name, colour }) => [name, colour])), [reference])
  const isOpen = (section: Section) => search !== '' || section === 'offered' || !folded.includes(section)

  function toggle(section: Section): void {
    const next = folded.includes(section) ? folded.filter((one) => one !== section) : [...folded, section]
    setFolded(next)
    writeJson(window.localStorage, FOLDED_KEY, next)
  }

  function move(by: 1 | -1): void {
    const ids = SECTIONS.filter(isOpen).flatMap((section) => arranged[section].map(({ id }) => id))
    const at = selectedId === null ? -1 : ids.indexOf(selectedId)
    const next = at === -1 ? ids[0] : ids[at + by]
    if (next === undefined) return
    goTo({ place: 'conversations', conversationId: next })
    list.current?.querySelector(`[data-id="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const down = () => move(1)
  const up = () => move(-1)
  useKeys({ j: down, ArrowDown: down, k: up, ArrowUp: up, '?': openShortcuts })

  return (
    <nav className="cc-inbox" aria-label="Conversations" ref={list}>
      {selectedId === null ? <h1 className="cc-sr">Conversations</h1> : null}
      <div className="cc-inbox__search">
        <TextInput
          size="xs"
          type="search"
          aria-label="Filter the conversations"
          placeholder="Filter by name, tag, skill, #ticket"
          leftSection={<SearchIcon />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      <OfferAnnouncer offers={arranged.offered} />
      {inbox.isPending ? <Loading label="Loading the conversations" lines={7} height={64} /> : null}
      {inbox.isError && !inbox.data ? (
        <Problem what="The conversations were not loaded" error={inbox.error} onRetry={() => void inbox.refetch()} />
      ) : null}
      {inbox.data ? (
        <div className="cc-inbox__scroll">
          {foundNote === null ? null : <p className="cc-section__nothing">{foundNote}</p>}
          {rows?.length === 0 ? (
            <Empty title="No conversations yet">As soon as a customer writes, the conversation appears here.</Empty>
          ) : (
            SECTIONS.map((section) => (
              <InboxSection
                key={section}
                section={section}
                rows={arranged[section]}
                beyond={beyondOf(section, inbox.data.beyond)}
                isOpen={isOpen(section)}
                isFiltered={search !== ''}
                onToggle={toggle}
                selectedId={selectedId}
                colours={colours}
              />
            ))
          )}
        </div>
      ) : null}
    </nav>
  )
}

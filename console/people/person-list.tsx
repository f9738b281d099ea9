import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { languageName } from '../state/languages.ts'
import { gapsOf, loadWords, ROLE_WORD } from '../state/people-words.ts'
import type { Person } from '../state/wire.ts'
import { count, presenceWords, skillWords } from '../state/words.ts'
import { Chip } from '../ui/chip.tsx'
import { SearchIcon } from '../ui/icons.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { useLiveState, usePeople } from './use-people.ts'

/** More than these are told of when they are asked for. */
const GAPS_SHOWN = 3

/** Everybody by name with state, room, skills and languages; who was removed comes last. */
export function PersonList({ openId }: { openId: string | null }) {
  const list = usePeople()
  const [words, setWords] = useState('')
  const people = list.data?.people ?? []
  const found = people.filter((person) => isMeant(person, words))
  const here = people.filter(({ leftAt }) => leftAt === null).length

  return (
    <section className="cc-desk__list" aria-label="People" aria-busy={list.isFetching}>
      <div className="cc-people__tools">
        <div className="cc-people__top">
          <h1 className="cc-h1">People</h1>
          <Button component="a" href="#/people/new" size="xs">
            Add somebody
          </Button>
        </div>
        <TextInput
          size="xs"
          type="search"
          aria-label="Search the people"
          placeholder="Name, skill or language"
          leftSection={<SearchIcon />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <p className="cc-small cc-muted" role="status">
          {list.data ? (words.trim() === '' ? `${here} work here` : `${found.length} found`) : ''}
        </p>
        {list.data ? <Gaps gaps={gapsOf(list.data)} /> : null}
      </div>
      <div className="cc-people__body">
        {list.isPending ? <Loading label="Loading the people" lines={8} height={56} /> : null}
        {list.isError && !list.data ? (
          <Problem what="The people were not loaded" error={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {list.data && found.length === 0 ? (
          <Empty title="Nobody found">Try another name, skill or language.</Empty>
        ) : null}
        <ul className="cc-desk__rows">
          {found.map((person) => (
            <PersonRow key={person.id} person={person} isOpen={person.id === openId} />
          ))}
        </ul>
      </div>
    </section>
  )
}

function Gaps({ gaps }: { gaps: string[] }) {
  const [isWhole, showAll] = useState(false)
  if (gaps.length === 0) return null
  const rest = gaps.length - GAPS_SHOWN
  return (
    <div className="cc-people__gaps">
      <ul>
        {(isWhole ? gaps : gaps.slice(0, GAPS_SHOWN)).map((gap) => (
          <li key={gap}>{gap}</li>
        ))}
      </ul>
      {rest > 0 && !isWhole ? (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => showAll(true)}>
          Show {count(rest, 'more', 'more')}
        </Button>
      ) : null}
    </div>
  )
}

function PersonRow({ person: read, isOpen }: { person: Person; isOpen: boolean }) {
  const person = useLiveState(read)
  const isGone = person.leftAt !== null
  const able = [...person.skills.map(skillWords), ...person.languages.map(languageName)].join(', ')
  return (
    <li>
      <a
        className="cc-people__row"
        href={`#/people/${encodeURIComponent(person.id)}`}
        aria-current={isOpen ? 'true' : undefined}
        data-gone={isGone}
      >
        <span className="cc-people__name">
          <span className="cc-desk__name">{person.name}</span>
          {person.role === 'agent' ? null : <Chip>{ROLE_WORD[person.role]}</Chip>}
        </span>
        {isGone ? (
          <span className="cc-small cc-muted">Removed</span>
        ) : (
          <span className="cc-small cc-people__state">
            <PresenceDot person={person} />
            {presenceWords(person)}
            {person.capacity > 0 || person.load > 0 ? `, ${loadWords(person)}` : ''}
          </span>
        )}
        <span className="cc-small cc-muted">{able}</span>
      </a>
    </li>
  )
}

/** The words stand beside it. */
export function PresenceDot({ person: { connected, availability } }: { person: Person }) {
  return <span className="cc-people__dot" data-state={connected ? availability : 'gone'} aria-hidden="true" />
}

/** Every word stands in name, address, skills or languages. */
function isMeant({ name, email, skills, languages }: Person, words: string): boolean {
  const text = [name, email, ...skills.map((skill) => skill.name), ...languages.map(languageName)]
    .join(' ')
    .toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

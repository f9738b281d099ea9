import { ActionIcon, Autocomplete, Button, NativeSelect } from '@mantine/core'
import { useRef, useState } from 'react'
import { SKILL_LEVELS, suggestedSkills } from '../state/people-words.ts'
import type { PeopleList, Skill } from '../state/wire.ts'
import { CrossIcon } from '../ui/icons.tsx'

/** Skills with their levels; a new one is chosen from what is asked for or in use, or written. */
export function SkillFields({
  skills,
  list,
  error,
  onChange,
}: {
  skills: Skill[]
  list: PeopleList
  error: string | undefined
  onChange: (skills: Skill[]) => void
}) {
  const [written, setWritten] = useState('')
  /** What was chosen from the list; the field would write it out once more. */
  const chosen = useRef<string | null>(null)
  /** Whether the key just pressed took something from the list. */
  const hasChosen = useRef(false)
  const name = written.trim()
  const has = (one: string) => skills.some((skill) => skill.name === one)
  const suggested = suggestedSkills(list).filter((one) => !has(one))

  function add(named: string): void {
    const added = named.trim()
    setWritten('')
    if (added !== '' && !has(added)) onChange([...skills, { name: added, level: 2 }])
  }

  return (
    <fieldset className="cc-sheet__part">
      <legend className="cc-h2">Skills</legend>
      {skills.length === 0 ? <p className="cc-muted">None yet. A ticket goes to who has the skill it needs.</p> : null}
      <ul className="cc-people__skills">
        {skills.map((skill, place) => (
          <li key={skill.name}>
            <span className="cc-people__skill">{skill.name}</span>
            <NativeSelect
              size="xs"
              aria-label={`Level of ${skill.name}`}
              data={SKILL_LEVELS.map(({ value, label }) => ({ value: String(value), label }))}
              value={String(skill.level)}
              onChange={({ currentTarget }) => {
                const level = SKILL_LEVELS.find(({ value }) => String(value) === currentTarget.value)?.value
                if (level) onChange(skills.map((one, index) => (index === place ? { ...one, level } : one)))
              }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove the skill ${skill.name}`}
              onClick={() => onChange(skills.filter((one) => one !== skill))}
            >
              <CrossIcon />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <div className="cc-people__add">
        <Autocomplete
          size="xs"
          aria-label="Another skill"
          placeholder="Choose or write a skill"
          data={suggested}
          maxLength={60}
          maxDropdownHeight={260}
          value={written}
          onChange={(text) => {
            setWritten(text === chosen.current ? '' : text)
            chosen.current = null
          }}
          onOptionSubmit={(option) => {
            chosen.current = option
            hasChosen.current = true
            add(option)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || name === '') return
            hasChosen.current = false
            // The list takes the key after this, and comes first.
            queueMicrotask(() => {
              if (!hasChosen.current) add(written)
            })
          }}
        />
        <Button size="xs" variant="default" disabled={name === ''} onClick={() => add(written)}>
          Add
        </Button>
      </div>
      {error ? <p className="cc-sheet__error">{error}</p> : null}
    </fieldset>
  )
}

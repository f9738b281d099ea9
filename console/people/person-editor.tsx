import { Button } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { ApiError } from '../state/api.ts'
import { draftOf, loadWords, newPerson, type PersonDraft, ROLE_WORD } from '../state/people-words.ts'
import { NEW_PERSON } from '../state/route.ts'
import type { PasswordResult, PeopleList, Person } from '../state/wire.ts'
import { presenceWords } from '../state/words.ts'
import { Chip } from '../ui/chip.tsx'
import { toast } from '../ui/toasts.tsx'
import { goTo } from '../ui/use-route.ts'
import { BackLink } from '../writing/back-link.tsx'
import { FailedSave } from '../writing/failed-save.tsx'
import { unsavedWriting, useWriting } from '../writing/use-writing.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { PersonActions } from './person-actions.tsx'
import { PersonFacts } from './person-facts.tsx'
import { PersonFields } from './person-fields.tsx'
import { PresenceDot } from './person-list.tsx'
import { useLiveState, useTakePerson } from './use-people.ts'

const unsaved = unsavedWriting<PersonDraft, string>()
const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Writing what is known of one person. `person` is null for somebody new. */
export function PersonEditor({ person, list }: { person: Person | null; list: PeopleList }) {
  const { api, me } = useWorkplace()
  const takeOnScreen = useTakePerson()
  const draft = useWriting(unsaved, person?.id ?? NEW_PERSON, {
    content: person ? draftOf(person) : newPerson(ownZone()),
    baseVersion: person?.version ?? '',
  })
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [told, setTold] = useState<PasswordResult | null>(null)

  const isGone = person !== null && person.leftAt !== null
  const isForAdmins = person?.role === 'admin' && me.agent.role !== 'admin'
  const isReadOnly = isGone || isForAdmins

  async function run(work: () => Promise<void>): Promise<void> {
    setBusy(true)
    setFailure(null)
    try {
      await work()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  function take(changed: Person): void {
    draft.take(draftOf(changed), changed.version)
    takeOnScreen(changed)
  }
  const save = () =>
    run(async () => {
      if (!person) {
        const added = await api.addPerson(draft.content)
        takeOnScreen(added.person)
        setTold(added)
        return
      }
      const { email: _, ...content } = draft.content
      take(await api.savePerson(person.id, draft.baseVersion, content))
      toast('Saved. It holds for the next ticket.')
    })

  /** Somebody saved meanwhile: read theirs, and keep what was written or drop it. */
  const settle = (keepMine: boolean) =>
    run(async () => {
      if (!person) return
      const theirs = await api.person(person.id)
      if (keepMine) {
        takeOnScreen(theirs)
        draft.rebase(theirs.version)
      } else take(theirs)
    })

  return (
    <section
      className="cc-sheet"
      aria-label={person ? `Edit ${person.name}` : 'Somebody new'}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return
        event.preventDefault()
        if (!isReadOnly && draft.isDirty) void save()
      }}
    >
      <div className="cc-sheet__head">
        <BackLink href="#/people" label="Back to the people" />
        <h2 className="cc-h1">{person ? person.name : 'Somebody new'}</h2>
        {person ? <Chip>{ROLE_WORD[person.role]}</Chip> : null}
        {draft.isDirty && !isReadOnly ? <Chip tone="warning">Not saved</Chip> : null}
      </div>
      {person ? <State person={person} /> : null}
      {isGone ? (
        <p className="cc-sheet__note">They do not work here any more. What they did keeps their name.</p>
      ) : null}
      {isForAdmins ? <p className="cc-sheet__note">Only admins change admins.</p> : null}
      {failure === null ? null : (
        <FailedSave
          error={failure}
          conflictCode="person-changed"
          kept="What you wrote is still here."
          onSettle={settle}
        />
      )}
      {isReadOnly ? (
        <PersonFacts person={person} />
      ) : (
        <PersonFields
          draft={draft.content}
          list={list}
          isNew={person === null}
          mayGiveAdmin={me.agent.role === 'admin'}
          fault={failure instanceof ApiError ? failure : null}
          onChange={draft.change}
        />
      )}
      {isForAdmins ? null : (
        <div className="cc-sheet__actions">
          {isReadOnly ? null : (
            <Button size="xs" loading={isBusy} disabled={!draft.isDirty} onClick={() => void save()}>
              {person ? 'Save' : 'Add and make a password'}
            </Button>
          )}
          {person ? (
            <PersonActions
              person={person}
              isMyself={person.id === me.agent.id}
              isBusy={isBusy}
              run={run}
              onChanged={take}
              onPassword={setTold}
            />
          ) : null}
        </div>
      )}
      {told ? (
        <PasswordDialog
          told={told}
          onClose={() => {
            setTold(null)
            if (person) return
            draft.take(newPerson(ownZone()), '')
            goTo({ place: 'people', personId: told.person.id })
          }}
        />
      ) : null}
    </section>
  )
}

function State({ person: read }: { person: Person }) {
  const person = useLiveState(read)
  return (
    <p className="cc-muted cc-people__state">
      {person.leftAt === null ? (
        <>
          <PresenceDot person={person} />
          {presenceWords(person)}, {loadWords(person)}.{' '}
        </>
      ) : null}
      {person.email}
    </p>
  )
}

import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { PasswordResult, Person } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { toast } from '../ui/toasts.tsx'
import { useLiveState } from './use-people.ts'

/** What is done to somebody besides writing of them: a new password, removing, bringing back. Each is asked about first. */
export function PersonActions({
  person,
  isMyself,
  isBusy,
  run,
  onChanged,
  onPassword,
}: {
  person: Person
  isMyself: boolean
  isBusy: boolean
  run: (work: () => Promise<void>) => Promise<void>
  onChanged: (person: Person) => void
  onPassword: (told: PasswordResult) => void
}) {
  const { api } = useWorkplace()
  const { load } = useLiveState(person)
  const [asked, ask] = useState<'password' | 'remove' | null>(null)

  async function tell(work: Promise<PasswordResult>): Promise<void> {
    const told = await work
    onChanged(told.person)
    onPassword(told)
  }
  const bringBack = () => run(() => tell(api.bringBackPerson(person.id)))
  const setPassword = () => {
    ask(null)
    return run(() => tell(api.setPassword(person.id)))
  }
  const remove = () => {
    ask(null)
    return run(async () => {
      onChanged(await api.removePerson(person.id))
      toast(`${person.name} was removed.`)
    })
  }

  if (person.leftAt !== null) {
    return (
      <Button size="xs" loading={isBusy} onClick={() => void bringBack()}>
        Bring back and make a password
      </Button>
    )
  }
  return (
    <>
      <Button size="xs" variant="default" disabled={isBusy} onClick={() => ask('password')}>
        New password
      </Button>
      {isMyself ? null : (
        <Button size="xs" variant="subtle" color="gray" disabled={isBusy} onClick={() => ask('remove')}>
          Remove
        </Button>
      )}
      {asked === 'password' ? (
        <Question
          title={isMyself ? 'A new password for yourself?' : `A new password for ${person.name}?`}
          verb="Make a new password"
          onClose={() => ask(null)}
          onYes={() => void setPassword()}
        >
          {isMyself
            ? 'Your old one ends, and so do your logins elsewhere. You stay logged in here.'
            : 'Their old one ends, and they are logged out at once. Tell them the new one.'}
        </Question>
      ) : null}
      {asked === 'remove' ? (
        <Question
          title={`Remove ${person.name}?`}
          verb={`Remove ${person.name}`}
          onClose={() => ask(null)}
          onYes={() => void remove()}
        >
          They are logged out at once
          {load > 0 ? `, and ${count(load, 'conversation goes', 'conversations go')} back to the queue` : ''}. What they
          did keeps their name, and you can bring them back.
        </Question>
      ) : null}
    </>
  )
}

function Question({
  title,
  verb,
  onClose,
  onYes,
  children,
}: {
  title: string
  verb: string
  onClose: () => void
  onYes: () => void
  children: ReactNode
}) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <p>{children}</p>
      <div className="cc-people__answers">
        <Button size="xs" onClick={onYes}>
          {verb}
        </Button>
        <Button size="xs" variant="default" data-autofocus onClick={onClose}>
          Leave it
        </Button>
      </div>
    </Modal>
  )
}

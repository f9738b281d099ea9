import { ActionIcon, Button, Kbd, Menu } from '@mantine/core'
import { useState } from 'react'
import { useAct, useWorkplace } from '../shell/use-workplace.ts'
import type { ConversationAction } from '../state/api.ts'
import { isOwn, type Section, sectionOf } from '../state/sections.ts'
import type { ConversationDetail } from '../state/wire.ts'
import { MoreIcon } from '../ui/icons.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { PassOnDialog } from './pass-on-dialog.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import type { Draft } from './use-draft.ts'

/** What this agent can do with the conversation now, on buttons and single keys. */
export function Actions({ view: { summary, tickets }, draft }: { view: ConversationDetail; draft: Draft }) {
  const { api, me } = useWorkplace()
  const act = useAct()
  const [isBusy, setBusy] = useState(false)
  const [isPassingOn, setPassingOn] = useState(false)
  const [isSnoozing, setSnoozing] = useState(false)
  const section = sectionOf(summary, me.agent.id)
  const isLead = me.agent.role !== 'agent'
  const takeWord = takeWords(section, isLead)
  const isMine = isOwn(section)
  const hasTicket = summary.ticketState !== null
  const canWait = isMine && hasTicket && section !== 'waiting'
  const canGoOn = section === 'waiting' || section === 'snoozed'
  const canClose = section === 'resolved' && tickets.at(-1)?.status === 'resolved'
  const canDispose = isMine || section === 'queue' || (section === 'colleagues' && isLead)
  const canPassOn = hasTicket && (canDispose || section === 'offered')

  async function run(action: ConversationAction, done?: string): Promise<boolean> {
    if (isBusy) return false
    setBusy(true)
    const isDone = await act(summary.id, () => api.act(summary.id, action), done)
    setBusy(false)
    return isDone
  }
  async function accept(): Promise<void> {
    if (takeWord !== null && (await run('accept'))) draft.write('reply')
  }
  const resolve = () => canDispose && void run('resolve', 'Resolved. The customer is asked for a rating.')
  const wait = () => canWait && void run('wait', 'Waiting for the customer. Their message brings it back.')
  const goOn = () => canGoOn && void run('go-on', 'Back among yours.')
  const close = () => canClose && void run('close', 'Closed. What comes next is another ticket.')
  useKeys({
    // One key must not take what was not offered, nor end what is somebody else’s.
    a: () => takeWord === 'Accept' && void accept(),
    e: () => isMine && resolve(),
    w: wait,
    s: () => isMine && hasTicket && setSnoozing(true),
    o: goOn,
    c: close,
    p: () => canPassOn && setPassingOn(true),
    r: () => draft.write('reply'),
    n: () => draft.write('note'),
  })

  return (
    <div className="cc-actions" data-taking={takeWord !== null}>
      {takeWord === null ? null : (
        <Button
          size="sm"
          variant={takeWord === 'Accept' ? 'filled' : 'default'}
          loading={isBusy}
          onClick={() => void accept()}
        >
          {takeWord}
        </Button>
      )}
      {section === 'offered' ? (
        <Button size="sm" variant="default" disabled={isBusy} onClick={() => void run('decline')}>
          Decline
        </Button>
      ) : null}
      {isMine && canPassOn ? (
        <Button className="cc-actions__pass" size="sm" variant="default" onClick={() => setPassingOn(true)}>
          Pass on…
        </Button>
      ) : null}
      {isMine ? (
        <Button className="cc-actions__wide" size="sm" variant="default" loading={isBusy} onClick={resolve}>
          Resolve and ask for a rating
        </Button>
      ) : null}
      {canDispose || canPassOn || canClose ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size="lg" aria-label="More actions">
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {canDispose ? (
              <Menu.Item className={isMine ? 'cc-actions__narrow' : ''} onClick={resolve}>
                Resolve and ask for a rating
              </Menu.Item>
            ) : null}
            {canGoOn ? (
              <Menu.Item rightSection={<Kbd>o</Kbd>} onClick={goOn}>
                Go on with it now
              </Menu.Item>
            ) : null}
            {canWait ? (
              <Menu.Item rightSection={<Kbd>w</Kbd>} onClick={wait}>
                Wait for the customer
              </Menu.Item>
            ) : null}
            {isMine && hasTicket ? (
              <Menu.Item rightSection={<Kbd>s</Kbd>} onClick={() => setSnoozing(true)}>
                Snooze…
              </Menu.Item>
            ) : null}
            {canPassOn ? (
              <Menu.Item rightSection={<Kbd>p</Kbd>} onClick={() => setPassingOn(true)}>
                Pass on…
              </Menu.Item>
            ) : null}
            {canDispose ? (
              <Menu.Item onClick={() => void run('return', 'The assistant has it again.')}>
                Hand back to the assistant
              </Menu.Item>
            ) : null}
            {canClose ? (
              <Menu.Item rightSection={<Kbd>c</Kbd>} onClick={close}>
                Close the ticket
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {isSnoozing ? <SnoozeDialog summary={summary} onClose={() => setSnoozing(false)} /> : null}
      {isPassingOn ? <PassOnDialog summary={summary} onClose={() => setPassingOn(false)} /> : null}
    </div>
  )
}

/** The word for making the conversation one's own; null where that is not possible. */
function takeWords(section: Section, isLead: boolean): 'Accept' | 'Take over' | 'Take up again' | null {
  switch (section) {
    case 'offered':
    case 'queue':
      return 'Accept'
    case 'assistant':
      return 'Take over'
    case 'colleagues':
      return isLead ? 'Take over' : null
    case 'resolved':
      return 'Take up again'
    case 'mine':
    case 'waiting':
    case 'snoozed':
      return null
  }
}

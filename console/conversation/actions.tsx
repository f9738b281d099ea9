import { ActionIcon, Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useAct, useWorkplace } from '../shell/use-workplace.ts'
import type { ConversationAction } from '../state/api.ts'
import { type Section, sectionOf } from '../state/sections.ts'
import type { ConversationDetail } from '../state/wire.ts'
import { MoreIcon } from '../ui/icons.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { TransferDialog } from './transfer-dialog.tsx'
import type { Draft } from './use-draft.ts'

/** What this agent can do with the conversation now, on buttons and single keys. */
export function Actions({ view: { summary }, draft }: { view: ConversationDetail; draft: Draft }) {
  const { api, me } = useWorkplace()
  const act = useAct()
  const [isBusy, setBusy] = useState(false)
  const [isTransferring, setTransferring] = useState(false)
  const section = sectionOf(summary, me.agent.id)
  const isLead = me.agent.role !== 'agent'
  const takeWord = takeWords(section, isLead)
  const isMine = section === 'mine'
  const canDispose = isMine || section === 'queue' || (section === 'colleagues' && isLead)

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
  useKeys({
    // One key must not take what was not offered, nor end what is somebody else’s.
    a: () => takeWord === 'Accept' && void accept(),
    e: () => isMine && resolve(),
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
      {isMine ? (
        <Button className="cc-actions__wide" size="sm" variant="default" loading={isBusy} onClick={resolve}>
          Resolve and ask for a rating
        </Button>
      ) : null}
      {canDispose ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size="lg" aria-label="More actions">
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item className={isMine ? 'cc-actions__narrow' : ''} onClick={resolve}>
              Resolve and ask for a rating
            </Menu.Item>
            <Menu.Item onClick={() => setTransferring(true)}>Transfer…</Menu.Item>
            <Menu.Item onClick={() => void run('return', 'The assistant has it again.')}>
              Hand back to the assistant
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {isTransferring ? <TransferDialog summary={summary} onClose={() => setTransferring(false)} /> : null}
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
      return null
  }
}

import { Button, Modal, NativeSelect, Radio, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAct, useInbox, useWorkplace } from '../shell/use-workplace.ts'
import { colleaguesFor, roomWords, TRANSFER_REASON_WORD, teamsOf } from '../state/passing-on.ts'
import {
  type ConversationSummary,
  MESSAGE_LENGTH_LIMIT,
  TRANSFER_REASONS,
  type TransferReason,
  type TransferTarget,
} from '../state/wire.ts'
import { Colleagues } from './colleagues.tsx'

type Kind = 'queue' | 'skill' | 'agent'

/** What most often leads to each; whoever passes it on may say otherwise. */
const USUAL_REASON: Record<Kind, TransferReason> = { queue: 'workload', skill: 'other_team', agent: 'expertise' }

/** Passes a conversation on: back to the queue, to another team, or to a colleague, with why and a note for them. */
export function PassOnDialog({ summary, onClose }: { summary: ConversationSummary; onClose: () => void }) {
  const { api, me } = useWorkplace()
  const act = useAct()
  const agents = useInbox().data?.agents ?? []
  const colleagues = colleaguesFor(summary, agents, me.agent.id)
  const teams = teamsOf(agents).filter(({ skill }) => skill !== summary.requiredSkill)
  const canQueue = summary.owner !== 'queued'
  const others = agents.filter(({ id }) => id !== summary.agentId)
  const whoRests = summary.agentId === me.agent.id ? 'You are' : `${summary.agentName ?? 'Whoever had it'} is`

  const [kind, setKind] = useState<Kind>(canQueue ? 'queue' : 'skill')
  const [skill, setSkill] = useState<string | null>(null)
  const [agentId, setAgentId] = useState<string | null>(null)
  const [chosenWhy, setWhy] = useState<TransferReason | null>(null)
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  // As it stood when somebody decided to pass it on: who accepts or resolves it meanwhile is faster.
  const [seen] = useState({ owner: summary.owner, agentId: summary.agentId })

  const chosenSkill = skill ?? teams[0]?.skill ?? null
  const to = targetOf(kind, chosenSkill, agentId)
  const why = chosenWhy ?? USUAL_REASON[kind]

  async function passOn(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (to === null || isBusy) return
    setBusy(true)
    const order = { to, why, note: note.trim() === '' ? null : note, seen }
    const isDone = await act(summary.id, () => api.transfer(summary.id, order), doneWords())
    setBusy(false)
    if (isDone) onClose()
  }
  function doneWords(): string {
    if (kind === 'agent') return `Offered to ${colleagues.find(({ id }) => id === agentId)?.name ?? 'them'}.`
    return kind === 'skill' ? `Passed on to ${chosenSkill}.` : 'Back in the queue.'
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Pass on ${summary.customerName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="cc-pass-on" onSubmit={(event) => void passOn(event)}>
        <Radio.Group label="To" value={kind} onChange={(value) => setKind(value as Kind)}>
          <div className="cc-pass-on__kinds">
            {canQueue ? (
              <Radio
                value="queue"
                data-autofocus
                label="Back to the queue"
                description={`${summary.requiredSkill ?? 'Anybody'}: ${roomWords(summary.requiredSkill, others)}. ${whoRests} not asked again at once.`}
              />
            ) : null}
            <Radio value="skill" label="Another team" disabled={teams.length === 0} />
            {kind === 'skill' ? (
              <NativeSelect
                className="cc-pass-on__inside"
                aria-label="Team"
                value={chosenSkill ?? ''}
                onChange={(event) => setSkill(event.currentTarget.value)}
                data={teams.map((team) => ({ value: team.skill, label: `${team.skill}: ${team.words}` }))}
              />
            ) : null}
            <Radio value="agent" label="A colleague" disabled={colleagues.length === 0} />
          </div>
        </Radio.Group>
        {kind === 'agent' ? <Colleagues colleagues={colleagues} chosen={agentId} onChoose={setAgentId} /> : null}
        <NativeSelect
          label="Why"
          description="Colleagues and leads see it in the history."
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value as TransferReason)}
          data={TRANSFER_REASONS.map((value) => ({ value, label: TRANSFER_REASON_WORD[value] }))}
        />
        <Textarea
          label="Note for whoever takes it next"
          description="Optional. The customer never sees it."
          autosize
          minRows={2}
          maxRows={6}
          maxLength={MESSAGE_LENGTH_LIMIT}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="cc-pass-on__end">
          <p className="cc-small cc-muted">The customer is told that it is passed on, and who is asked next.</p>
          <Button type="submit" disabled={to === null} loading={isBusy}>
            Pass on
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function targetOf(kind: Kind, skill: string | null, agentId: string | null): TransferTarget | null {
  if (kind === 'queue') return 'queue'
  if (kind === 'skill') return skill === null ? null : { skill }
  return agentId === null ? null : { agentId }
}

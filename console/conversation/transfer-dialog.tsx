import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useAct, useInbox, useWorkplace } from '../shell/use-workplace.ts'
import type { ConsoleAgent, ConversationSummary } from '../state/wire.ts'
import { count, presenceWords, skillWords } from '../state/words.ts'

/** Chooses a colleague: those who can be reached and have the skill first. */
export function TransferDialog({ summary, onClose }: { summary: ConversationSummary; onClose: () => void }) {
  const { api, me } = useWorkplace()
  const act = useAct()
  const [busyId, setBusyId] = useState<string | null>(null)
  const agents = (useInbox().data?.agents ?? [])
    .filter(({ id }) => id !== me.agent.id)
    .sort((a, b) => rank(b, summary) - rank(a, summary) || a.name.localeCompare(b.name))

  async function transfer(agent: ConsoleAgent): Promise<void> {
    setBusyId(agent.id)
    const isDone = await act(summary.id, () => api.transfer(summary.id, agent.id), `Offered to ${agent.name}.`)
    setBusyId(null)
    if (isDone) onClose()
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Transfer ${summary.customerName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {agents.length === 0 ? <p>There is nobody else on the team.</p> : null}
      <ul className="cc-transfer">
        {agents.map((agent) => (
          <li key={agent.id}>
            <div>
              <strong>{agent.name}</strong>
              <p className="cc-small cc-muted">
                {presenceWords(agent)}
                {agent.capacity > 0
                  ? `, ${agent.load} of ${count(agent.capacity, 'conversation', 'conversations')}`
                  : `, ${agent.role}`}
                {agent.skills.length > 0 ? `, ${agent.skills.map(skillWords).join(', ')}` : ''}
              </p>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              loading={busyId === agent.id}
              onClick={() => void transfer(agent)}
              aria-label={`Transfer to ${agent.name}`}
            >
              Transfer
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  )
}

function rank(agent: ConsoleAgent, { requiredSkill }: ConversationSummary): number {
  const isReachable = agent.connected && agent.availability === 'online'
  const hasSkill = requiredSkill === null || agent.skills.some(({ name }) => name === requiredSkill)
  return (isReachable ? 4 : 0) + (hasSkill ? 2 : 0) + (agent.load < agent.capacity ? 1 : 0)
}

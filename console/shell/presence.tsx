import { Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../state/api.ts'
import { replaceAgents } from '../state/inbox.ts'
import { AWAY_REASONS, type AwayReason, type InboxSnapshot } from '../state/wire.ts'
import { AWAY_WORD, presenceWords } from '../state/words.ts'
import { INBOX_KEY } from '../state/workplace.ts'
import { toast } from '../ui/toasts.tsx'
import { useMyself, useWorkplace } from './use-workplace.ts'

/** Whether work is offered to oneself, and what colleagues read when it is not. */
export function Presence() {
  const { api } = useWorkplace()
  const queries = useQueryClient()
  const myself = useMyself()

  async function choose(availability: 'online' | 'away', awayReason: AwayReason | null): Promise<void> {
    try {
      await api.setAvailability(availability, awayReason)
      const inbox = queries.getQueryData<InboxSnapshot>(INBOX_KEY)
      if (!inbox) return
      const agents = inbox.agents.map((agent) =>
        agent.id === myself.id ? { ...agent, availability, awayReason } : agent,
      )
      queries.setQueryData(INBOX_KEY, replaceAgents(inbox, agents))
    } catch (error) {
      toast(messageOf(error), 'problem')
    }
  }

  const words = presenceWords({ ...myself, connected: true })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          className="cc-presence"
          data-availability={myself.availability}
          size="compact-sm"
          variant="default"
          aria-label={`Your presence: ${words}`}
        >
          <span className="cc-presence__dot" aria-hidden="true" />
          {words}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void choose('online', null)}>Online</Menu.Item>
        <Menu.Divider />
        <Menu.Label>Away: no new work</Menu.Label>
        {AWAY_REASONS.map((reason) => (
          <Menu.Item key={reason} onClick={() => void choose('away', reason)}>
            {AWAY_WORD[reason]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

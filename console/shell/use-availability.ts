import { useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../state/api.ts'
import { replaceAgents } from '../state/inbox.ts'
import type { Availability, AwayReason, InboxSnapshot } from '../state/wire.ts'
import { INBOX_KEY } from '../state/workplace.ts'
import { toast } from '../ui/toasts.tsx'
import { useMyself, useWorkplace } from './use-workplace.ts'

/** Sets one's own availability; the screen shows it before the socket tells of it. */
export function useAvailability() {
  const { api } = useWorkplace()
  const queries = useQueryClient()
  const myself = useMyself()

  return async (availability: Availability, awayReason: AwayReason | null): Promise<void> => {
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
}

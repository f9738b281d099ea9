import { Menu } from '@mantine/core'
import { useAct, useWorkplace } from '../shell/use-workplace.ts'
import type { ConsoleTicket, Priority } from '../state/wire.ts'
import { PRIORITY_WORD } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { PriorityChip } from '../ui/chip.tsx'

const PRIORITIES: Priority[] = ['urgent', 'high', 'normal', 'low']

/** The ticket's priority and why; a person may give another, which then stands until it is released. */
export function PriorityPick({ conversationId, ticket }: { conversationId: string; ticket: ConsoleTicket }) {
  const { api } = useWorkplace()
  const act = useAct()
  const { priority, priorityReasons, prioritySetBy, status } = ticket
  const set = (next: Priority | null) => void act(conversationId, () => api.setPriority(conversationId, next))

  return (
    <>
      {status === 'resolved' || status === 'closed' ? (
        <PriorityChip priority={priority} />
      ) : (
        <Menu position="bottom-start">
          <Menu.Target>
            <button
              type="button"
              className="cc-plain cc-priority"
              aria-label={`Priority ${PRIORITY_WORD[priority]}: change`}
            >
              <PriorityChip priority={priority} />
              <span className="cc-link cc-small" aria-hidden="true">
                Change
              </span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {PRIORITIES.map((one) => (
              <Menu.Item key={one} disabled={one === priority && prioritySetBy !== null} onClick={() => set(one)}>
                {PRIORITY_WORD[one]}
              </Menu.Item>
            ))}
            {prioritySetBy ? (
              <>
                <Menu.Divider />
                <Menu.Item onClick={() => set(null)}>Let Earshot decide again</Menu.Item>
              </>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      )}
      {prioritySetBy ? (
        <span className="cc-priority__why cc-muted">
          Set by {prioritySetBy.agentName} <Ago at={prioritySetBy.at} />; it stays until released
        </span>
      ) : priorityReasons.length > 0 ? (
        <span className="cc-priority__why cc-muted">because {priorityReasons.join('; ')}</span>
      ) : null}
    </>
  )
}

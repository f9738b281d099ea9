import { Button, Menu } from '@mantine/core'
import { AWAY_REASONS, OFFLINE_REASONS } from '../state/wire.ts'
import { AWAY_WORD, presenceWords } from '../state/words.ts'
import { useAvailability } from './use-availability.ts'
import { useMyself } from './use-workplace.ts'

/** Whether work is offered to oneself, and what colleagues read when it is not. */
export function Presence() {
  const myself = useMyself()
  const choose = useAvailability()

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
        <Menu.Divider />
        <Menu.Label>Offline: done for now</Menu.Label>
        {OFFLINE_REASONS.map((reason) => (
          <Menu.Item key={reason} onClick={() => void choose('offline', reason)}>
            {AWAY_WORD[reason]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

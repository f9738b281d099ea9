import { ActionIcon, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { messageOf } from '../state/api.ts'
import { count, initialsOf } from '../state/words.ts'
import { MoonIcon, SunIcon } from '../ui/icons.tsx'
import { toast } from '../ui/toasts.tsx'
import { openShortcuts } from './shortcuts.tsx'
import { useMyself, useWorkplace } from './use-workplace.ts'

function useOtherScheme() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other: 'light' | 'dark' = scheme === 'light' ? 'dark' : 'light'
  return { other, turn: () => setColorScheme(other) }
}

export function SchemeToggle() {
  const { other, turn } = useOtherScheme()
  return (
    <Tooltip label={`Use the ${other} look`}>
      <ActionIcon
        className="cc-header__scheme"
        variant="subtle"
        color="gray"
        aria-label={`Use the ${other} look`}
        onClick={turn}
      >
        {other === 'dark' ? <MoonIcon /> : <SunIcon />}
      </ActionIcon>
    </Tooltip>
  )
}

/** Who is logged in, and the way out. */
export function Account() {
  const { api, leave } = useWorkplace()
  const { other, turn } = useOtherScheme()
  const myself = useMyself()

  async function logOut(): Promise<void> {
    try {
      await api.logout()
      leave()
    } catch (error) {
      toast(`You are still logged in. ${messageOf(error)}`, 'problem')
    }
  }

  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" radius="xl" size="md" aria-label={`Account of ${myself.name}`}>
          <span className="cc-small">{initialsOf(myself.name)}</span>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {myself.name}, {myself.role}
          <br />
          {myself.email}
          <br />
          {myself.load} of {count(myself.capacity, 'conversation', 'conversations')}
        </Menu.Label>
        <Menu.Item onClick={openShortcuts}>Keyboard shortcuts</Menu.Item>
        <Menu.Item onClick={turn}>Use the {other} look</Menu.Item>
        <Menu.Item onClick={() => void logOut()}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

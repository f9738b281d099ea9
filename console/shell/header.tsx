import { ActionIcon, Tooltip } from '@mantine/core'
import type { Route } from '../state/route.ts'
import { KeyboardIcon, Mark } from '../ui/icons.tsx'
import { useStore } from '../ui/use-store.ts'
import { Account, SchemeToggle } from './account.tsx'
import { Presence } from './presence.tsx'
import { openShortcuts, Shortcuts } from './shortcuts.tsx'
import { useWorkplace } from './use-workplace.ts'

export function Header({ place, isLead }: { place: Route['place']; isLead: boolean }) {
  return (
    <header className="cc-header">
      <a className="cc-brand" href="#/" aria-label="Earshot: conversations">
        <Mark />
        <span className="cc-brand__name">Earshot</span>
      </a>
      <nav className="cc-nav" aria-label="Places">
        <a href="#/" aria-current={place === 'conversations' ? 'page' : undefined}>
          Conversations
        </a>
        <a href="#/articles" aria-current={place === 'articles' ? 'page' : undefined}>
          Articles
        </a>
        <a href="#/automation" aria-current={place === 'automation' ? 'page' : undefined}>
          Automation
        </a>
        {isLead ? (
          <>
            <a href="#/people" aria-current={place === 'people' ? 'page' : undefined}>
              People
            </a>
            <a href="#/trends" aria-current={place === 'trends' ? 'page' : undefined}>
              Trends
            </a>
          </>
        ) : null}
      </nav>
      <div className="cc-header__end">
        <Connection />
        <Presence />
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon
            className="cc-header__keys"
            variant="subtle"
            color="gray"
            aria-label="Keyboard shortcuts"
            onClick={openShortcuts}
          >
            <KeyboardIcon />
          </ActionIcon>
        </Tooltip>
        <SchemeToggle />
        <Account />
      </div>
      <Shortcuts />
    </header>
  )
}

const CONNECTION_WORD = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting', offline: 'Offline' }

function Connection() {
  const { status } = useWorkplace()
  const connection = useStore(status)
  return (
    <span className="cc-connection" data-status={connection} title={`Connection: ${CONNECTION_WORD[connection]}`}>
      <span className="cc-connection__dot" aria-hidden="true" />
      <span className="cc-connection__word">{CONNECTION_WORD[connection]}</span>
    </span>
  )
}

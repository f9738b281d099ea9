import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../state/api.ts'
import { replaceAgents } from '../state/inbox.ts'
import type { Availability, InboxSnapshot } from '../state/wire.ts'
import { INBOX_KEY } from '../state/workplace.ts'
import { KeyboardIcon, Mark } from '../ui/icons.tsx'
import { toast } from '../ui/toasts.tsx'
import { useStore } from '../ui/use-store.ts'
import { Account, SchemeToggle } from './account.tsx'
import { openShortcuts, Shortcuts } from './shortcuts.tsx'
import { useMyself, useWorkplace } from './use-workplace.ts'

export function Header({ place, isLead }: { place: 'conversations' | 'articles' | 'trends'; isLead: boolean }) {
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
        {isLead ? (
          <a href="#/trends" aria-current={place === 'trends' ? 'page' : undefined}>
            Trends
          </a>
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

function Presence() {
  const { api } = useWorkplace()
  const queries = useQueryClient()
  const myself = useMyself()
  const [chosen, setChosen] = useState<Availability | null>(null)

  async function choose(availability: Availability): Promise<void> {
    setChosen(availability)
    try {
      await api.setAvailability(availability)
      const inbox = queries.getQueryData<InboxSnapshot>(INBOX_KEY)
      if (inbox) {
        const agents = inbox.agents.map((agent) => (agent.id === myself.id ? { ...agent, availability } : agent))
        queries.setQueryData(INBOX_KEY, replaceAgents(inbox, agents))
      }
    } catch (error) {
      toast(messageOf(error), 'problem')
    } finally {
      setChosen(null)
    }
  }

  return (
    <SegmentedControl
      size="xs"
      aria-label="Your presence"
      data={[
        { value: 'online', label: 'Online' },
        { value: 'away', label: 'Away' },
      ]}
      value={chosen ?? myself.availability}
      onChange={(value) => void choose(value === 'away' ? 'away' : 'online')}
    />
  )
}

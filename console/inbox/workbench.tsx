import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { ContextPanel } from '../context/context-panel.tsx'
import { ConversationView } from '../conversation/conversation-view.tsx'
import { InboxList } from './inbox-list.tsx'
import { QueueBoard } from './queue-board.tsx'
import './workbench.css'

/** The agent's workplace: list, conversation, context; the context is a drawer on narrow screens, the list a page. */
export function Workbench({ conversationId }: { conversationId: string | null }) {
  const isWide = useMediaQuery('(min-width: 1200px)', true, { getInitialValueInEffect: false })
  const isNarrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false })
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const showList = !isNarrow || conversationId === null
  const showConversation = !isNarrow || conversationId !== null

  return (
    <div className="cc-workbench" data-context={isWide && conversationId !== null ? 'beside' : 'none'}>
      {showList ? <InboxList selectedId={conversationId} /> : null}
      {showConversation ? (
        <main className="cc-workbench__main">
          {conversationId === null ? (
            <QueueBoard />
          ) : (
            <ConversationView
              key={conversationId}
              conversationId={conversationId}
              isNarrow={isNarrow}
              {...(isWide ? {} : { onShowContext: () => setDrawerOpen(true) })}
            />
          )}
        </main>
      ) : null}
      {isWide && conversationId !== null ? <ContextPanel conversationId={conversationId} /> : null}
      {!isWide && conversationId !== null ? (
        <Drawer
          opened={isDrawerOpen}
          onClose={() => setDrawerOpen(false)}
          position="right"
          size="min(380px, 100%)"
          title="About this conversation"
          classNames={{ body: 'cc-drawer__body' }}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <ContextPanel conversationId={conversationId} isInDrawer />
        </Drawer>
      ) : null}
    </div>
  )
}

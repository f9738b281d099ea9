import { useDetail, useInbox } from '../shell/use-workplace.ts'
import { wantedOf } from '../state/queue.ts'
import type { ConversationSummary } from '../state/wire.ts'
import { Takers } from '../ui/takers.tsx'
import { Assignment } from './assignment.tsx'
import { Block } from './block.tsx'
import './context.css'
import { CustomerCard } from './customer-card.tsx'
import { Handoff } from './handoff.tsx'
import { LinksCard } from './links.tsx'
import { SentimentSoFar } from './sentiment-so-far.tsx'
import { TagsEditor } from './tags-editor.tsx'
import { TicketCard } from './ticket-card.tsx'
import { Timeline } from './timeline.tsx'

/** Everything known about the conversation beside its messages; says nothing while the conversation itself loads. */
export function ContextPanel({ conversationId, isInDrawer = false }: { conversationId: string; isInDrawer?: boolean }) {
  const view = useDetail(conversationId).data
  if (!view) return <aside className="cc-context" aria-label="About this conversation" />
  const ticket = view.tickets.at(-1)
  return (
    <aside className="cc-context" data-place={isInDrawer ? 'drawer' : 'column'} aria-label="About this conversation">
      {ticket ? <Handoff packet={ticket.packet} owner={view.summary.owner} /> : null}
      <SentimentSoFar view={view} />
      {ticket ? <TicketCard conversationId={conversationId} ticket={ticket} /> : null}
      {view.summary.queue ? <WhoCould summary={view.summary} /> : null}
      <LinksCard view={view} />
      <TagsEditor view={view} />
      {ticket?.assignment ? <Assignment assignment={ticket.assignment} droppedSkills={ticket.droppedSkills} /> : null}
      <CustomerCard view={view} />
      <Timeline events={view.events} />
    </aside>
  )
}

/** While it waits in the queue; afterwards stands who was chosen and why. */
function WhoCould({ summary }: { summary: ConversationSummary }) {
  const agents = useInbox().data?.agents ?? []
  return (
    <Block title="Who could take it">
      <Takers takers={wantedOf(summary, agents).takers} />
    </Block>
  )
}

import { ActionIcon, Tooltip } from '@mantine/core'
import { TimeLeft } from '../inbox/offer-buttons.tsx'
import { DueChip } from '../service-levels/due-chip.tsx'
import { useWorkplace } from '../shell/use-workplace.ts'
import { dateTime } from '../state/time.ts'
import type { ConversationDetail, ConversationSummary } from '../state/wire.ts'
import { channelWord, frustrationWord, initialsOf, OWNER_WORD } from '../state/words.ts'
import { FrustrationArc } from '../ui/frustration-arc.tsx'
import { BackIcon, PanelIcon, PersonIcon } from '../ui/icons.tsx'
import { SentimentMark } from '../ui/sentiment.tsx'
import { Actions } from './actions.tsx'
import type { Draft } from './use-draft.ts'

export function ConversationHeader({
  view,
  draft,
  isNarrow,
  onShowContext,
}: {
  view: ConversationDetail
  draft: Draft
  isNarrow: boolean
  onShowContext?: () => void
}) {
  const { summary } = view
  return (
    <header className="cc-chead">
      {isNarrow ? (
        <ActionIcon component="a" href="#/" variant="subtle" color="gray" aria-label="Back to the list">
          <BackIcon />
        </ActionIcon>
      ) : null}
      <Gauge summary={summary} />
      <div className="cc-chead__who">
        <h1 className="cc-chead__name">{summary.customerName}</h1>
        <p className="cc-chead__state">
          <State summary={summary} />
          {summary.serviceLevel && summary.owner !== 'resolved' ? <DueChip level={summary.serviceLevel} /> : null}
          {summary.channel ? <span>on {channelWord(summary.channel)}</span> : null}
          {summary.sentiment ? <SentimentMark sentiment={summary.sentiment} /> : null}
        </p>
      </div>
      <Actions view={view} draft={draft} />
      {onShowContext ? (
        <Tooltip label="About this conversation">
          <ActionIcon variant="default" size="lg" aria-label="About this conversation" onClick={onShowContext}>
            <PanelIcon />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </header>
  )
}

/** The frustration arc with its drivers one hover or focus away. */
function Gauge({ summary: { frustration, customerName } }: { summary: ConversationSummary }) {
  const word = frustration.high ? 'high' : frustrationWord(frustration.value)
  const title = `Frustration ${frustration.value.toFixed(2)} of 1, ${word}`
  const drivers = frustration.drivers.length > 0 ? frustration.drivers.join('; ') : 'nothing raised it'
  return (
    <Tooltip label={`${title}: ${drivers}`} maw={320}>
      <button type="button" className="cc-plain cc-chead__gauge" aria-label={`${title}: ${drivers}`}>
        <FrustrationArc value={frustration.value} isHigh={frustration.high}>
          {initialsOf(customerName) || <PersonIcon />}
        </FrustrationArc>
      </button>
    </Tooltip>
  )
}

function State({ summary }: { summary: ConversationSummary }) {
  const { me } = useWorkplace()
  const isMine = summary.agentId === me.agent.id
  switch (summary.owner) {
    case 'offered':
      return isMine ? (
        <span className="cc-chead__offer">
          Offered to you {summary.offerUntil ? <TimeLeft key={summary.offerUntil} until={summary.offerUntil} /> : null}
        </span>
      ) : (
        <span>Offered to {summary.agentName ?? 'a colleague'}</span>
      )
    case 'agent':
      return (
        <>
          <span>{isMine ? 'Yours' : `With ${summary.agentName ?? 'a colleague'}`}</span>
          <TicketState summary={summary} />
        </>
      )
    case 'assistant':
    case 'queued':
    case 'resolved':
      return <span>{OWNER_WORD[summary.owner]}</span>
  }
}

function TicketState({ summary: { ticketState, snoozedUntil } }: { summary: ConversationSummary }) {
  if (ticketState === 'waiting_for_customer') return <span>Waiting for the customer</span>
  return snoozedUntil ? <span>Snoozed until {dateTime(snoozedUntil)}</span> : null
}

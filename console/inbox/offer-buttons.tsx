import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAct, useWorkplace } from '../shell/use-workplace.ts'
import type { ConversationSummary } from '../state/wire.ts'
import { useNow } from '../ui/use-now.ts'
import { goTo } from '../ui/use-route.ts'

/** Accept or decline from the list, with the time left to decide. */
export function OfferButtons({ row }: { row: ConversationSummary }) {
  const { api } = useWorkplace()
  const act = useAct()

  async function accept(): Promise<void> {
    if (await act(row.id, () => api.act(row.id, 'accept'))) goTo({ place: 'conversations', conversationId: row.id })
  }

  return (
    <div className="cc-offer">
      <Button size="compact-sm" onClick={() => void accept()}>
        Accept
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => void act(row.id, () => api.act(row.id, 'decline'))}>
        Decline
      </Button>
      {row.offerUntil ? <TimeLeft key={row.offerUntil} until={row.offerUntil} /> : null}
    </div>
  )
}

/** The seconds left of an offer; the bar empties from what was left when it came on screen. */
export function TimeLeft({ until }: { until: string }) {
  const [firstMs] = useState(() => Date.parse(until) - Date.now())
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - useNow()) / 1_000))
  return (
    <span className="cc-offer__left">
      <span className="cc-offer__track" aria-hidden="true">
        <span
          className="cc-offer__fill"
          style={{ inlineSize: `${Math.min(100, (seconds * 100_000) / Math.max(1_000, firstMs))}%` }}
        />
      </span>
      <span>{seconds > 0 ? `${seconds} s left` : 'lapsing'}</span>
    </span>
  )
}

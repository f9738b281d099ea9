import { Button } from '@mantine/core'
import { useAvailability } from './use-availability.ts'
import { useMyself } from './use-workplace.ts'

/** Says to whoever was set to away for missed offers that they are, with the way back. */
export function MissedOffers() {
  const { availability, awayReason } = useMyself()
  const choose = useAvailability()
  return (
    <div role="alert">
      {availability === 'away' && awayReason === 'missed_offers' ? (
        <div className="cc-bar cc-notice">
          <p>Offers to you ran out unanswered, so you are set to away. New tickets go to your colleagues.</p>
          <Button size="compact-xs" onClick={() => void choose('online', null)}>
            I’m back, go online
          </Button>
        </div>
      ) : null}
    </div>
  )
}

import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAct, useWorkplace } from '../shell/use-workplace.ts'
import { snoozePresets } from '../state/service-levels.ts'
import { dateTime } from '../state/time.ts'
import type { ConversationSummary } from '../state/wire.ts'
import '../service-levels/service-levels.css'

/** Puts a conversation aside until a time; the customer's next message brings it back before. */
export function SnoozeDialog({ summary, onClose }: { summary: ConversationSummary; onClose: () => void }) {
  const { api } = useWorkplace()
  const act = useAct()
  const [own, setOwn] = useState('')
  const [isBusy, setBusy] = useState(false)
  const ownUntil = own === '' ? null : new Date(own)
  const isTooEarly = ownUntil !== null && ownUntil.getTime() < Date.now() + 60_000

  async function snooze(until: Date): Promise<void> {
    setBusy(true)
    const iso = until.toISOString()
    const isDone = await act(summary.id, () => api.snooze(summary.id, iso), `Snoozed until ${dateTime(iso)}.`)
    setBusy(false)
    if (isDone) onClose()
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Snooze ${summary.customerName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="cc-snooze">
        <p className="cc-small cc-muted">
          It leaves your list and your capacity until then, or until the customer writes. What is promised stays
          promised.
        </p>
        <div className="cc-snooze__presets">
          {snoozePresets(new Date()).map(({ name, until }) => (
            <Button key={name} variant="default" fullWidth disabled={isBusy} onClick={() => void snooze(until)}>
              {name}, {dateTime(until.toISOString())}
            </Button>
          ))}
        </div>
        <form
          className="cc-snooze__own"
          onSubmit={(event) => {
            event.preventDefault()
            if (ownUntil && !isTooEarly) void snooze(ownUntil)
          }}
        >
          <TextInput
            type="datetime-local"
            label="Another time"
            value={own}
            error={isTooEarly ? 'Choose a time at least a minute ahead.' : undefined}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={ownUntil === null || isTooEarly} loading={isBusy}>
            Snooze
          </Button>
        </form>
      </div>
    </Modal>
  )
}

import { NativeSelect, NumberInput } from '@mantine/core'
import { newEvent } from '../state/rule-words.ts'
import type { RuleCatalogue, RuleEvent } from '../state/wire.ts'

/** What the rule waits for. */
export function EventFields({
  event,
  catalogue,
  error,
  onChange,
}: {
  event: RuleEvent
  catalogue: RuleCatalogue
  error: string | undefined
  onChange: (event: RuleEvent) => void
}) {
  return (
    <div className="cc-sheet__pairs">
      <NativeSelect
        label="When"
        data={catalogue.events.map(({ type, title }) => ({ value: type, label: title }))}
        value={event.type}
        error={error}
        onChange={({ currentTarget }) => {
          const type = catalogue.events.find((one) => one.type === currentTarget.value)?.type
          if (type) onChange(newEvent(type))
        }}
      />
      {event.type === 'no_reply_for' ? (
        <>
          <NativeSelect
            label="Who is silent"
            data={[
              { value: 'customer', label: 'The customer' },
              { value: 'agent', label: 'Our agents' },
            ]}
            value={event.who}
            onChange={({ currentTarget }) =>
              onChange({ ...event, who: currentTarget.value === 'agent' ? 'agent' : 'customer' })
            }
          />
          <NumberInput
            label="For hours"
            min={0.1}
            max={2160}
            value={event.hours}
            onChange={(hours) => onChange({ ...event, hours: Number(hours) })}
          />
        </>
      ) : null}
      {event.type === 'frustration_crossed' ? (
        <NumberInput
          label="Threshold, 0 to 1"
          min={0.05}
          max={1}
          step={0.05}
          value={event.threshold}
          onChange={(threshold) => onChange({ ...event, threshold: Number(threshold) })}
        />
      ) : null}
    </div>
  )
}

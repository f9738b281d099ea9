import { NumberInput } from '@mantine/core'
import type { RuleContent } from '../state/wire.ts'

/** How often the rule may act, for one customer and in all. */
export function LimitFields({
  limits,
  error,
  onChange,
}: {
  limits: RuleContent['limits']
  error: string | undefined
  onChange: (limits: RuleContent['limits']) => void
}) {
  const { perCustomer, perRule } = limits
  return (
    <>
      <div className="cc-sheet__pairs">
        <NumberInput
          label="Times for one customer"
          min={1}
          max={100}
          value={perCustomer.times}
          onChange={(times) => onChange({ ...limits, perCustomer: { ...perCustomer, times: Number(times) } })}
        />
        <NumberInput
          label="in hours"
          min={0.1}
          value={perCustomer.hours}
          onChange={(hours) => onChange({ ...limits, perCustomer: { ...perCustomer, hours: Number(hours) } })}
        />
        <NumberInput
          label="Times in all"
          min={1}
          max={10_000}
          value={perRule.times}
          onChange={(times) => onChange({ ...limits, perRule: { ...perRule, times: Number(times) } })}
        />
        <NumberInput
          label="in hours"
          min={0.1}
          value={perRule.hours}
          onChange={(hours) => onChange({ ...limits, perRule: { ...perRule, hours: Number(hours) } })}
        />
      </div>
      {error ? <p className="cc-sheet__error">{error}</p> : null}
    </>
  )
}

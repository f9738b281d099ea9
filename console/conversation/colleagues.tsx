import { Radio } from '@mantine/core'
import type { Colleague } from '../state/passing-on.ts'

/** One of the colleagues, each with how they stand; who could not take it now is shown and can't be chosen. */
export function Colleagues({
  colleagues,
  chosen,
  onChoose,
}: {
  colleagues: readonly Colleague[]
  chosen: string | null
  onChoose: (id: string) => void
}) {
  return (
    <Radio.Group className="cc-pass-on__inside" aria-label="Colleague" value={chosen ?? ''} onChange={onChoose}>
      <div className="cc-pass-on__colleagues">
        {colleagues.map(({ id, name, words, canBeAsked }) => (
          <Radio key={id} value={id} label={name} description={words} disabled={!canBeAsked} />
        ))}
      </div>
      {colleagues.some(({ canBeAsked }) => canBeAsked) ? null : (
        <p className="cc-small cc-muted">Nobody can be asked now. The queue asks the first who can.</p>
      )}
    </Radio.Group>
  )
}

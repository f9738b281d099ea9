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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and where nobody can be chosen no radio takes the focus. */}
      <section className="cc-pass-on__colleagues" aria-label="Colleagues and how they stand" tabIndex={0}>
        {colleagues.map(({ id, name, words, canBeAsked }) => (
          <Radio key={id} value={id} label={name} description={words} disabled={!canBeAsked} />
        ))}
      </section>
      {colleagues.some(({ canBeAsked }) => canBeAsked) ? null : (
        <p className="cc-small cc-muted">Nobody can be asked now. The queue asks the first who can.</p>
      )}
    </Radio.Group>
  )
}

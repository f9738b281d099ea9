import { type ReactNode, useState } from 'react'

/** A chart with its finding as title and the same numbers as a table. */
export function Panel({
  title,
  note,
  wide = false,
  tall = false,
  chart,
  table,
}: {
  title: string
  note?: string
  wide?: boolean
  /** As high as two others beside it. */
  tall?: boolean
  chart: ReactNode
  table?: ReactNode
}) {
  const [isTable, setTable] = useState(false)
  return (
    <section className="cc-panel" data-wide={wide} data-tall={tall} aria-label={title}>
      <div className="cc-panel__head">
        <div>
          <h2 className="cc-h2">{title}</h2>
          {note ? <p className="cc-small cc-muted">{note}</p> : null}
        </div>
        {table ? (
          <button
            type="button"
            className="cc-plain cc-link cc-small cc-panel__toggle"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? 'Show as chart' : 'Show as table'}
          </button>
        ) : null}
      </div>
      {isTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className="cc-panel__table" tabIndex={0} aria-label={`${title}, as a table`}>
          {table}
        </section>
      ) : (
        chart
      )}
    </section>
  )
}

/** Opens the `amount` of conversations behind what it shows; nought opens nothing and looks like any text. */
export function Opens({
  name,
  amount,
  children,
  onClick,
}: {
  name: string
  amount: number
  children: ReactNode
  onClick: () => void
}) {
  if (amount === 0) return <span>{children}</span>
  return (
    <button type="button" className="cc-plain cc-opens" title={name} onClick={onClick}>
      {children}
      <span className="cc-sr">. {name}</span>
    </button>
  )
}

import type { ReactNode } from 'react'

/** One titled block of the panel. */
export function Block({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="cc-block" aria-label={title}>
      <div className="cc-block__head">
        <h2 className="cc-h2">{title}</h2>
        {aside ? <span className="cc-small cc-muted">{aside}</span> : null}
      </div>
      {children}
    </section>
  )
}

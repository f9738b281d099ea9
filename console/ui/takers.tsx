import type { Takers as Group } from '../state/queue.ts'
import './takers.css'

/** Who could take a waiting ticket, and what keeps them. */
export function Takers({ takers }: { takers: Group[] }) {
  return (
    <ul className="cc-takers" aria-label="Who could take it">
      {takers.map(({ standing, why, names }) => (
        <li key={why} data-standing={standing}>
          <strong>{why}</strong> {names.join(', ')}
        </li>
      ))}
    </ul>
  )
}

import type { ConsoleMessage } from '../state/wire.ts'

/** Files a customer sent: pictures small, everything to be saved by a click. The server lets nothing in them run. */
export function Files({ attachments }: { attachments: ConsoleMessage['attachments'] }) {
  return (
    <ul className="cc-files" aria-label="Attached">
      {attachments.map(({ id, name, type, bytes }) => (
        <li key={id}>
          <a className="cc-link" href={`/api/console/attachments/${id}`} download={name}>
            {type.startsWith('image/') ? (
              <img className="cc-files__picture" src={`/api/console/attachments/${id}`} alt="" loading="lazy" />
            ) : null}
            {name} ({Math.max(1, Math.round(bytes / 1024))} kB)
          </a>
        </li>
      ))}
    </ul>
  )
}

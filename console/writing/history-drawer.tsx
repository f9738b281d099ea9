import { Button, Drawer } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { diffLines, type LineChange } from '../state/line-diff.ts'
import { Ago } from '../ui/ago.tsx'
import './history-drawer.css'

const SIGN: Record<LineChange['kind'], string> = { same: ' ', added: '+', removed: '−' }
const SAID: Record<LineChange['kind'], string> = { same: '', added: 'Added: ', removed: 'Removed: ' }

export interface Version {
  version: number
  author: string
  restoredFrom: number | null
  at: string
  /** Said beside it: "published". */
  note?: string
}

/** Every version with who wrote it and when, the newest first; one is compared with the newest, and can be brought back. */
export function HistoryDrawer({
  of,
  versions,
  onClose,
  onRestore,
  children,
}: {
  /** What has this history, as its title says. */
  of: string
  versions: Version[]
  onClose: () => void
  onRestore: (version: number) => Promise<void>
  /** The lines that differ between the chosen version and the newest: `LineDiff`, or what is shown until they are there. */
  children: (chosen: number) => ReactNode
}) {
  const [chosen, setChosen] = useState<number | null>(versions[1]?.version ?? null)
  const title = `From version ${chosen} to the newest`
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(720px, 100%)"
      title={`History of ${of}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ul className="cc-history">
        {versions.map(({ version, author, restoredFrom, at, note }, place) => (
          <li key={version}>
            <button
              type="button"
              className="cc-plain cc-history__row"
              aria-pressed={chosen === version}
              disabled={place === 0}
              onClick={() => setChosen(version)}
            >
              <strong>Version {version}</strong>
              <span className="cc-small cc-muted">
                {author}, <Ago at={at} />
                {restoredFrom === null ? '' : `, version ${restoredFrom} again`}
                {note ? `, ${note}` : ''}
                {place === 0 ? ', the newest' : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {versions.length === 1 ? <p className="cc-muted">There is one version so far.</p> : null}
      {chosen === null ? null : (
        <section className="cc-history__diff" aria-label={title}>
          <div className="cc-sheet__head">
            <h3 className="cc-h2">{title}</h3>
            <Button size="compact-xs" variant="default" onClick={() => void onRestore(chosen)}>
              Bring version {chosen} back
            </Button>
          </div>
          {children(chosen)}
        </section>
      )}
    </Drawer>
  )
}

export function LineDiff({ was, now }: { was: string; now: string }) {
  return (
    <div className="cc-diff">
      {diffLines(was, now).map(({ kind, text }, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of two fixed texts never move
        <div key={line} className="cc-diff__line" data-kind={kind}>
          <span aria-hidden="true">{SIGN[kind]}</span>
          <span>
            <span className="cc-sr">{SAID[kind]}</span>
            {text === '' ? '\u00a0' : text}
          </span>
        </div>
      ))}
    </div>
  )
}

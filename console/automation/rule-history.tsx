import { Button, Drawer } from '@mantine/core'
import { useState } from 'react'
import { diffLines, type LineChange } from '../state/line-diff.ts'
import { ruleText } from '../state/rule-words.ts'
import type { RuleCatalogue, RuleDetail } from '../state/wire.ts'
import { Ago } from '../ui/ago.tsx'

const SIGN: Record<LineChange['kind'], string> = { same: ' ', added: '+', removed: '−' }
const SAID: Record<LineChange['kind'], string> = { same: '', added: 'Added: ', removed: 'Removed: ' }

/** Every version with who wrote it and when; one is compared with the newest, and can be brought back. */
export function RuleHistory({
  detail,
  catalogue,
  onClose,
  onRestore,
}: {
  detail: RuleDetail
  catalogue: RuleCatalogue
  onClose: () => void
  onRestore: (version: number) => Promise<void>
}) {
  const [chosen, setChosen] = useState<number | null>(detail.versions[1]?.version ?? null)
  const older = detail.versions.find(({ version }) => version === chosen)

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(640px, 100%)"
      title={`History of ${detail.rule.content.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ul className="cc-versions">
        {detail.versions.map(({ version, authorName, restoredFrom, at }, place) => (
          <li key={version}>
            <button
              type="button"
              className="cc-plain cc-versions__row"
              aria-pressed={chosen === version}
              disabled={place === 0}
              onClick={() => setChosen(version)}
            >
              <strong>Version {version}</strong>
              <span className="cc-small cc-muted">
                {authorName ?? (version === 1 ? 'Shipped with Earshot' : 'Somebody who has left')}, <Ago at={at} />
                {restoredFrom === null ? '' : `, version ${restoredFrom} again`}
                {place === 0 ? ', the newest' : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {detail.versions.length === 1 ? <p className="cc-muted">There is one version so far.</p> : null}
      {older ? (
        <section className="cc-try" aria-label={`From version ${older.version} to the newest`}>
          <div className="cc-rule__head">
            <h3 className="cc-h2">From version {older.version} to the newest</h3>
            <Button size="compact-xs" variant="default" onClick={() => void onRestore(older.version)}>
              Bring version {older.version} back
            </Button>
          </div>
          <div className="cc-lines">
            {diffLines(ruleText(older.content, catalogue), ruleText(detail.rule.content, catalogue)).map(
              ({ kind, text }, line) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of two fixed texts never move
                <div key={line} className="cc-lines__line" data-kind={kind}>
                  <span aria-hidden="true">{SIGN[kind]}</span>
                  <span>
                    <span className="cc-sr">{SAID[kind]}</span>
                    {text}
                  </span>
                </div>
              ),
            )}
          </div>
        </section>
      ) : null}
    </Drawer>
  )
}

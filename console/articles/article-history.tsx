import { Button, Drawer } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { articleText } from '../state/article-words.ts'
import { diffLines, type LineChange } from '../state/line-diff.ts'
import type { ArticleDetail } from '../state/wire.ts'
import { Ago } from '../ui/ago.tsx'
import { Loading, Problem } from '../ui/states.tsx'

const SIGN: Record<LineChange['kind'], string> = { same: ' ', added: '+', removed: '−' }
const SAID: Record<LineChange['kind'], string> = { same: '', added: 'Added: ', removed: 'Removed: ' }

/** Every version with who wrote it and when; one is compared with the newest, line by line, and can be brought back. */
export function ArticleHistory({
  detail,
  onClose,
  onRestore,
}: {
  detail: ArticleDetail
  onClose: () => void
  onRestore: (version: number) => Promise<void>
}) {
  const { api } = useWorkplace()
  const { id, publishedVersion } = detail.summary
  const [chosen, setChosen] = useState<number | null>(detail.versions[1]?.version ?? null)
  const older = useQuery({
    queryKey: ['article-version', id, chosen],
    queryFn: chosen === null ? skipToken : () => api.articleVersion(id, chosen),
  })

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(720px, 100%)"
      title={`History of ${detail.content.title}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ul className="cc-history">
        {detail.versions.map(({ version, authorName, restoredFrom, at }, place) => (
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
                {authorName ?? 'The command line'}, <Ago at={at} />
                {restoredFrom === null ? '' : `, version ${restoredFrom} again`}
                {publishedVersion === version ? ', published' : ''}
                {place === 0 ? ', the newest' : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {detail.versions.length === 1 ? <p className="cc-muted">There is one version so far.</p> : null}
      {chosen !== null && older.isPending ? <Loading label="Loading the version" lines={4} height={20} /> : null}
      {older.isError ? (
        <Problem what="The version was not loaded" error={older.error} onRetry={() => void older.refetch()} />
      ) : null}
      {chosen !== null && older.data ? (
        <section className="cc-history__diff" aria-label={`From version ${chosen} to the newest`}>
          <div className="cc-article__head">
            <h3 className="cc-h2">From version {chosen} to the newest</h3>
            <Button size="compact-xs" variant="default" onClick={() => void onRestore(chosen)}>
              Bring version {chosen} back
            </Button>
          </div>
          <div className="cc-diff">
            {diffLines(articleText(older.data.content), articleText(detail.content)).map(({ kind, text }, line) => (
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
        </section>
      ) : null}
    </Drawer>
  )
}

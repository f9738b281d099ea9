import { Button, Drawer, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { messageOf } from '../state/api.ts'
import { findingWords } from '../state/rule-words.ts'
import type { DryRunResult, RuleCatalogue, RuleContent } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Empty } from '../ui/states.tsx'

/** What the rule as it is written would have done in the last 30 days. Closing it ends the run. */
export function DryRun({
  content,
  catalogue,
  onClose,
}: {
  content: RuleContent
  catalogue: RuleCatalogue
  onClose: () => void
}) {
  const { api } = useWorkplace()
  const [progress, setProgress] = useState({ looked: 0, of: 0 })
  const [result, setResult] = useState<DryRunResult | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [run, setRun] = useState(0)
  const written = JSON.stringify(content)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` asks for the same once more
  useEffect(() => {
    const ended = new AbortController()
    setResult(null)
    setFailure(null)
    api
      .dryRun(JSON.parse(written), (looked, of) => setProgress({ looked, of }), ended.signal)
      .then(setResult)
      .catch((error) => {
        if (!ended.signal.aborted) setFailure(error)
      })
    return () => ended.abort()
  }, [api, written, run])

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(640px, 100%)"
      title="On the last 30 days"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="cc-try">
        {failure !== null ? (
          <div className="cc-sheet__note" role="alert">
            <p>{messageOf(failure)}</p>
            <Button size="xs" variant="default" onClick={() => setRun(run + 1)}>
              Try again
            </Button>
          </div>
        ) : null}
        {result === null && failure === null ? (
          <>
            <p role="status">
              {progress.of === 0
                ? 'Looking for what happened'
                : `Looked at ${progress.looked} of ${progress.of} events`}
            </p>
            <Progress
              aria-label="How far the dry run is"
              value={progress.of === 0 ? 0 : (100 * progress.looked) / progress.of}
              transitionDuration={0}
            />
          </>
        ) : null}
        {result ? <Outcome result={result} catalogue={catalogue} /> : null}
      </div>
    </Drawer>
  )
}

function Outcome({ result, catalogue }: { result: DryRunResult; catalogue: RuleCatalogue }) {
  const { fired, heldBack, looked, of, todays, firings } = result
  return (
    <>
      <p role="status">
        <strong>It would have acted {count(fired, 'time', 'times')}</strong>
        {heldBack > 0 ? `, and its limits would have held it back ${count(heldBack, 'time', 'times')}` : ''}. Looked at{' '}
        {count(looked, 'event', 'events')}; nothing was changed.
      </p>
      {looked < of ? <p className="cc-muted">There were {of} events; only the newest were looked at.</p> : null}
      {todays.length > 0 ? (
        <p className="cc-sheet__note">
          Not kept as it was then, so today's value was used: {todays.join(', ')}. The real number may differ.
        </p>
      ) : null}
      {fired === 0 ? (
        <Empty title="It would not have acted">
          Either nothing like it happened, or a condition is too narrow. Take one out and try again.
        </Empty>
      ) : null}
      <ul className="cc-try__rows">
        {firings.map(({ conversationId, customerName, at, findings }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list that is only read
          <li key={place}>
            <a className="cc-link" href={`#/conversations/${conversationId}`}>
              {customerName}
            </a>{' '}
            <span className="cc-small cc-muted">
              <Ago at={at} />
            </span>
            <ul className="cc-try__why cc-small cc-muted">
              {findings
                .filter(({ holds }) => holds)
                .map((finding) => (
                  <li key={`${finding.field} ${finding.op}`}>{findingWords(finding, catalogue)}</li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      {firings.length < fired ? <p className="cc-muted">These are the newest {firings.length}.</p> : null}
    </>
  )
}

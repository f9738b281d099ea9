import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { messageOf } from '../state/api.ts'
import { ACTION_WORD } from '../state/rule-words.ts'
import type { RetriedExceptions, RuleException } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { useExceptions, useTakeRules } from './use-rules.ts'

/** What is busy when no single one is. */
const SEVERAL = 'several'
const keyOf = ({ firingId, place }: Pick<RuleException, 'firingId' | 'place'>) => `${firingId} ${place}`

/** What could not be done, until a person retries it or lets it be. */
export function Exceptions({ mayWrite }: { mayWrite: boolean }) {
  const { api } = useWorkplace()
  const list = useExceptions()
  const take = useTakeRules()
  const [busy, setBusy] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())

  async function handle({ firingId, place }: RuleException, how: 'retry' | 'dismiss'): Promise<void> {
    setBusy(keyOf({ firingId, place }))
    try {
      await api.handleException(firingId, place, how)
      toast(how === 'retry' ? 'It is tried again.' : 'Dismissed. It stays in the list of what rules did.')
    } catch (error) {
      toast(messageOf(error), 'problem')
    } finally {
      take.all()
      setBusy(null)
    }
  }

  async function retryAll(which: Parameters<typeof api.retryExceptions>[0]): Promise<void> {
    setBusy(SEVERAL)
    try {
      toast(retriedWords(await api.retryExceptions(which)))
      setSelected(new Set())
    } catch (error) {
      toast(messageOf(error), 'problem')
    } finally {
      take.all()
      setBusy(null)
    }
  }

  const { total = 0, exceptions = [] } = list.data ?? {}
  const chosen = exceptions.filter((exception) => selected.has(keyOf(exception)))
  return (
    <section className="cc-done" aria-label="Exceptions" aria-busy={list.isFetching}>
      {list.isPending ? <Loading label="Loading the exceptions" lines={4} height={72} /> : null}
      {list.isError ? (
        <Problem what="The exceptions were not loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && total === 0 ? (
        <Empty title="Nothing has failed">
          An action that fails is tried again; what fails for good waits here for a person.
        </Empty>
      ) : null}
      {total > 0 ? (
        <p className="cc-muted">
          {count(total, 'action', 'actions')} could not be done
          {total > exceptions.length ? '; these are the oldest' : ''}.
        </p>
      ) : null}
      {mayWrite && exceptions.length > 1 ? (
        <div className="cc-sheet__head">
          <Checkbox
            label="Select all shown"
            checked={chosen.length === exceptions.length}
            indeterminate={chosen.length > 0 && chosen.length < exceptions.length}
            onChange={({ currentTarget }) => setSelected(new Set(currentTarget.checked ? exceptions.map(keyOf) : []))}
          />
          <Button
            size="compact-xs"
            variant="default"
            disabled={chosen.length === 0 || busy !== null}
            onClick={() => void retryAll({ exceptions: chosen.map(({ firingId, place }) => ({ firingId, place })) })}
          >
            Try {chosen.length} selected again
          </Button>
          {rulesOf(exceptions).map(({ ruleId, ruleName }) => (
            <Button
              key={ruleId}
              size="compact-xs"
              variant="subtle"
              disabled={busy !== null}
              onClick={() => void retryAll({ ruleId })}
            >
              Try all of {ruleName} again
            </Button>
          ))}
        </div>
      ) : null}
      <ul className="cc-done__rows">
        {exceptions.map((exception) => {
          const key = keyOf(exception)
          return (
            <li key={key} className="cc-done__row">
              <div className="cc-sheet__head">
                {mayWrite && exceptions.length > 1 ? (
                  <Checkbox
                    aria-label={`Select ${ACTION_WORD[exception.kind]} with ${exception.customerName}`}
                    checked={selected.has(key)}
                    onChange={({ currentTarget }) => setSelected(withOrWithout(selected, key, currentTarget.checked))}
                  />
                ) : null}
                <strong>{ACTION_WORD[exception.kind]}</strong>
                <span className="cc-small cc-muted">
                  of{' '}
                  <a className="cc-link" href={`#/automation/rules/${exception.ruleId}`}>
                    {exception.ruleName}
                  </a>
                  , with{' '}
                  <a className="cc-link" href={`#/conversations/${exception.conversationId}`}>
                    {exception.customerName}
                  </a>
                  , <Ago at={exception.at} />, after {count(exception.attempts, 'try', 'tries')}
                </span>
              </div>
              <p>{exception.outcome}</p>
              {mayWrite ? (
                <div className="cc-sheet__head">
                  <Button
                    size="compact-xs"
                    variant="default"
                    loading={busy === key}
                    onClick={() => void handle(exception, 'retry')}
                  >
                    Try again
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    disabled={busy === key}
                    onClick={() => void handle(exception, 'dismiss')}
                  >
                    Dismiss
                  </Button>
                </div>
              ) : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** The rules that have more than one of these. */
const rulesOf = (exceptions: readonly RuleException[]): RuleException[] =>
  exceptions.filter(
    ({ ruleId }, place) =>
      exceptions.findIndex((other) => other.ruleId === ruleId) === place &&
      exceptions.filter((other) => other.ruleId === ruleId).length > 1,
  )

function withOrWithout(keys: ReadonlySet<string>, key: string, isIn: boolean): ReadonlySet<string> {
  const others = [...keys].filter((other) => other !== key)
  return new Set(isIn ? [...others, key] : others)
}

/** What became of each; what fails again comes back to the list with its new reason. */
function retriedWords({ results, left }: RetriedExceptions): string {
  const retried = results.filter(({ result }) => result === 'retried').length
  const gone = results.length - retried
  return [
    `${count(retried, 'action is', 'actions are')} tried again; what fails again comes back here.`,
    ...(gone > 0 ? [`${count(gone, 'other', 'others')} had been retried or dismissed meanwhile.`] : []),
    ...(left > 0 ? [`${left} of this rule are left: try them next.`] : []),
  ].join(' ')
}

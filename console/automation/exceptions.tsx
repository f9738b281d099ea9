import { Button } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { messageOf } from '../state/api.ts'
import { ACTION_WORD } from '../state/rule-words.ts'
import type { RuleException } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { useExceptions, useTakeRules } from './use-rules.ts'

/** What could not be done, until a person retries it or lets it be. */
export function Exceptions({ mayWrite }: { mayWrite: boolean }) {
  const { api } = useWorkplace()
  const list = useExceptions()
  const take = useTakeRules()
  const [busy, setBusy] = useState<string | null>(null)

  async function handle({ firingId, place }: RuleException, how: 'retry' | 'dismiss'): Promise<void> {
    setBusy(`${firingId} ${place}`)
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

  const { total = 0, exceptions = [] } = list.data ?? {}
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
      <ul className="cc-done__rows">
        {exceptions.map((exception) => {
          const key = `${exception.firingId} ${exception.place}`
          return (
            <li key={key} className="cc-done__row">
              <div className="cc-sheet__head">
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

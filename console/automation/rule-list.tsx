import { ActionIcon, Button, Switch } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { messageOf } from '../state/api.ts'
import { eventWords } from '../state/rule-words.ts'
import type { RuleSummary } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { Chip } from '../ui/chip.tsx'
import { DownIcon, UpIcon } from '../ui/icons.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { useCatalogue, useRules, useTakeRules } from './use-rules.ts'

/** Every rule in its order, which is the order they are asked in. */
export function RuleList({ openId, mayWrite }: { openId: string | null; mayWrite: boolean }) {
  const { api } = useWorkplace()
  const list = useRules()
  const take = useTakeRules()
  const [isBusy, setBusy] = useState(false)
  const rules = list.data?.rules ?? []

  async function run(work: () => Promise<unknown>, done: string): Promise<void> {
    setBusy(true)
    try {
      await work()
      toast(done)
    } catch (error) {
      toast(messageOf(error), 'problem')
    } finally {
      take.all()
      setBusy(false)
    }
  }
  function move(from: number, to: number): void {
    const ids = rules.map(({ id }) => id)
    const [moved] = ids.splice(from, 1)
    if (moved === undefined) return
    ids.splice(to, 0, moved)
    void run(() => api.orderRules(ids), `“${rules[from]?.content.name}” is now number ${to + 1}.`)
  }

  return (
    <section className="cc-desk__list" aria-label="Rules" aria-busy={list.isFetching}>
      <div className="cc-auto__tools">
        <p className="cc-small cc-muted">
          {list.data ? `${count(rules.length, 'rule', 'rules')}, asked from the top` : ''}
        </p>
        {mayWrite ? (
          <Button component="a" href="#/automation/rules/new" size="xs">
            New rule
          </Button>
        ) : null}
      </div>
      {list.isPending ? <Loading label="Loading the rules" lines={6} height={56} /> : null}
      {list.isError ? (
        <Problem what="The rules were not loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && rules.length === 0 ? (
        <Empty title="No rules yet">Write the first one: what do you do by hand every day?</Empty>
      ) : null}
      <ol className="cc-desk__rows">
        {rules.map((rule, place) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            isOpen={rule.id === openId}
            mayWrite={mayWrite}
            isBusy={isBusy}
            onSwitch={(enabled) =>
              void run(() => api.switchRule(rule.id, enabled), `“${rule.content.name}” is ${enabled ? 'on' : 'off'}.`)
            }
            onUp={place === 0 ? null : () => move(place, place - 1)}
            onDown={place === rules.length - 1 ? null : () => move(place, place + 1)}
          />
        ))}
      </ol>
    </section>
  )
}

function RuleRow({
  rule,
  isOpen,
  mayWrite,
  isBusy,
  onSwitch,
  onUp,
  onDown,
}: {
  rule: RuleSummary
  isOpen: boolean
  mayWrite: boolean
  isBusy: boolean
  onSwitch: (enabled: boolean) => void
  onUp: (() => void) | null
  onDown: (() => void) | null
}) {
  const catalogue = useCatalogue().data
  const { name } = rule.content
  return (
    <li className="cc-auto__row" data-open={isOpen}>
      <a href={`#/automation/rules/${rule.id}`} aria-current={isOpen ? 'true' : undefined}>
        <span className="cc-desk__name">{name}</span>
        <span className="cc-small cc-muted">{eventWords(rule.content.event, catalogue)}</span>
        <span className="cc-desk__chips">
          {rule.enabled ? null : <Chip>Off</Chip>}
          <Chip>{rule.fired === 0 ? 'Not in 30 days' : `${count(rule.fired, 'time', 'times')} in 30 days`}</Chip>
          {rule.failed > 0 ? <Chip tone="danger">{rule.failed} failed</Chip> : null}
        </span>
      </a>
      {mayWrite ? (
        <span className="cc-auto__hands">
          <Switch
            size="xs"
            checked={rule.enabled}
            disabled={isBusy}
            aria-label={`${name}: on`}
            onChange={(event) => onSwitch(event.currentTarget.checked)}
          />
          <span className="cc-auto__moves">
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Ask ${name} earlier`}
              disabled={isBusy || !onUp}
              onClick={() => onUp?.()}
            >
              <UpIcon />
            </ActionIcon>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Ask ${name} later`}
              disabled={isBusy || !onDown}
              onClick={() => onDown?.()}
            >
              <DownIcon />
            </ActionIcon>
          </span>
        </span>
      ) : null}
    </li>
  )
}

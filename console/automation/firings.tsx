import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { messageOf } from '../state/api.ts'
import { ACT_STATUS_WORD, ACTION_WORD, findingWords, SUPPRESSION_WORD } from '../state/rule-words.ts'
import type { RuleFiring } from '../state/wire.ts'
import { Ago } from '../ui/ago.tsx'
import { Chip } from '../ui/chip.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { useCatalogue, useFirings, useRules, useTakeRules } from './use-rules.ts'

/** What rules did, the newest first, with why and what came of it; a sample asks for a lead's word. */
export function Firings({ mayWrite }: { mayWrite: boolean }) {
  const rules = useRules().data?.rules ?? []
  const [ruleId, setRuleId] = useState('')
  const [shown, setShown] = useState('')
  const [pages, setPages] = useState<number[]>([])
  const before = pages.at(-1)
  const list = useFirings({
    ...(ruleId !== '' && { ruleId }),
    ...(shown !== '' && { review: shown }),
    ...(before !== undefined && { before }),
  })
  const firings = list.data?.firings ?? []
  const last = firings.at(-1)?.ordinal

  return (
    <section className="cc-done" aria-label="What rules did" aria-busy={list.isFetching}>
      <div className="cc-done__tools">
        <NativeSelect
          size="xs"
          aria-label="Of which rule"
          data={[
            { value: '', label: 'All rules' },
            ...rules.map(({ id, content }) => ({ value: id, label: content.name })),
          ]}
          value={ruleId}
          onChange={({ currentTarget }) => {
            setRuleId(currentTarget.value)
            setPages([])
          }}
        />
        <NativeSelect
          size="xs"
          aria-label="Which of them"
          data={[
            { value: '', label: 'Everything' },
            { value: 'asked', label: 'Please check' },
            { value: 'wrong', label: 'Found wrong' },
            { value: 'right', label: 'Found right' },
          ]}
          value={shown}
          onChange={({ currentTarget }) => {
            setShown(currentTarget.value)
            setPages([])
          }}
        />
      </div>
      {list.isPending ? <Loading label="Loading what rules did" lines={6} height={72} /> : null}
      {list.isError ? (
        <Problem what="What rules did was not loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && firings.length === 0 ? (
        <Empty title={shown === 'asked' ? 'Nothing to check' : 'Nothing here yet'}>
          {shown === 'asked'
            ? 'One firing in twenty is put here for a lead to say whether it was right.'
            : 'Every time a rule acts, or is held back, it is written down here with what it saw.'}
        </Empty>
      ) : null}
      <ul className="cc-done__rows">
        {firings.map((firing) => (
          <FiringRow key={firing.id} firing={firing} mayWrite={mayWrite} />
        ))}
      </ul>
      <div className="cc-done__tools">
        {pages.length > 0 ? (
          <Button size="xs" variant="default" onClick={() => setPages(pages.slice(0, -1))}>
            Newer
          </Button>
        ) : null}
        {firings.length === 50 && last !== undefined ? (
          <Button size="xs" variant="default" onClick={() => setPages([...pages, last])}>
            Older
          </Button>
        ) : null}
      </div>
    </section>
  )
}

function FiringRow({ firing, mayWrite }: { firing: RuleFiring; mayWrite: boolean }) {
  const catalogue = useCatalogue().data
  return (
    <li className="cc-done__row">
      <div className="cc-sheet__head">
        <a className="cc-link" href={`#/automation/rules/${firing.ruleId}`}>
          {firing.ruleName}
        </a>
        <span className="cc-small cc-muted">
          version {firing.ruleVersion}, <Ago at={firing.at} />, with{' '}
          <a className="cc-link" href={`#/conversations/${firing.conversationId}`}>
            {firing.customerName}
          </a>
        </span>
        {firing.suppressed ? <Chip tone="warning">{SUPPRESSION_WORD[firing.suppressed]}</Chip> : null}
      </div>
      {firing.causedBy.length > 0 ? (
        <p className="cc-small cc-muted">Led here by {firing.causedBy.map((name) => `“${name}”`).join(', then ')}</p>
      ) : null}
      <ul className="cc-small cc-muted">
        {firing.findings
          .filter(({ holds }) => holds)
          .map((finding) => (
            <li key={`${finding.field} ${finding.op}`}>{findingWords(finding, catalogue)}</li>
          ))}
      </ul>
      <ul className="cc-done__acts">
        {firing.acts.map(({ place, kind, status, outcome, dueAt }) => (
          <li key={place} data-status={status}>
            {ACTION_WORD[kind]}: <strong>{ACT_STATUS_WORD[status]}</strong>
            {status === 'waiting' && Date.parse(dueAt) > Date.now() ? (
              <>
                , due <Ago at={dueAt} />
              </>
            ) : null}
            {outcome ? <span className="cc-muted"> {outcome}</span> : null}
          </li>
        ))}
      </ul>
      <Review firing={firing} mayWrite={mayWrite} />
    </li>
  )
}

function Review({ firing, mayWrite }: { firing: RuleFiring; mayWrite: boolean }) {
  const { api } = useWorkplace()
  const take = useTakeRules()
  const { review, reviewedBy } = firing
  async function say(verdict: 'right' | 'wrong'): Promise<void> {
    try {
      await api.reviewFiring(firing.id, verdict)
      toast(verdict === 'right' ? 'Noted as right.' : 'Noted as wrong. Open the rule to put it right.')
    } catch (error) {
      toast(messageOf(error), 'problem')
    }
    take.all()
  }
  if (review === null) return null
  if (review !== 'asked') {
    return (
      <p className="cc-small cc-muted">
        Found {review}
        {reviewedBy ? ` by ${reviewedBy}` : ''}
      </p>
    )
  }
  return (
    <div className="cc-sheet__head">
      <Chip>Please check</Chip>
      {mayWrite ? (
        <>
          <Button size="compact-xs" variant="default" onClick={() => void say('right')}>
            It was right
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => void say('wrong')}>
            It was wrong
          </Button>
        </>
      ) : null}
    </div>
  )
}

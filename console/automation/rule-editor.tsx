import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { ApiError } from '../state/api.ts'
import { NEW_RULE } from '../state/route.ts'
import { EMPTY_RULE } from '../state/rule-words.ts'
import type { RuleContent, RuleDetail } from '../state/wire.ts'
import { Chip } from '../ui/chip.tsx'
import { Loading, Problem } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'
import { goTo } from '../ui/use-route.ts'
import { BackLink } from '../writing/back-link.tsx'
import { FailedSave } from '../writing/failed-save.tsx'
import { unsavedWriting, useWriting } from '../writing/use-writing.ts'
import { ActionList } from './action-list.tsx'
import { ConditionGroup } from './condition-group.tsx'
import { DryRun } from './dry-run.tsx'
import { EventFields } from './event-fields.tsx'
import { LimitFields } from './limit-fields.tsx'
import { RuleHistory } from './rule-history.tsx'
import { useCatalogue, useTakeRules } from './use-rules.ts'

const unsaved = unsavedWriting<RuleContent>()

/** Writing one rule. `detail` is null for a new one. */
export function RuleEditor({ detail }: { detail: RuleDetail | null }) {
  const { api } = useWorkplace()
  const catalogue = useCatalogue()
  const take = useTakeRules()
  const draft = useWriting(unsaved, detail?.rule.id ?? NEW_RULE, {
    content: detail?.rule.content ?? EMPTY_RULE,
    baseVersion: detail?.rule.version ?? 0,
  })
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  const [isTrying, setTrying] = useState(false)
  const rule = detail?.rule ?? null
  const { content } = draft

  if (catalogue.isPending) return <Loading label="Loading what rules are made of" lines={5} height={56} />
  if (catalogue.isError) {
    const retry = () => void catalogue.refetch()
    return <Problem what="What rules are made of was not loaded" error={catalogue.error} onRetry={retry} />
  }

  async function run(name: string, work: () => Promise<RuleDetail>, done: string): Promise<boolean> {
    setBusy(name)
    setFailure(null)
    try {
      const changed = await work()
      // Switching a rule says nothing of what is being written.
      if (name !== 'switch') draft.take(changed.rule.content, changed.rule.version)
      take.rule(changed)
      toast(done)
      if (!rule) goTo({ place: 'automation', part: 'rules', ruleId: changed.rule.id })
      return true
    } catch (error) {
      setFailure(error)
      return false
    } finally {
      setBusy(null)
    }
  }
  const save = () =>
    run(
      'save',
      () => (rule ? api.saveRule(rule.id, draft.baseVersion, content) : api.createRule(content)),
      rule
        ? 'Saved as a new version, which runs from now on.'
        : 'Saved. The rule is off: try it first, then switch it on.',
    )

  /** Somebody saved meanwhile: read theirs, and keep what was written or drop it. */
  async function settle(keepMine: boolean): Promise<void> {
    if (!rule) return
    try {
      const theirs = await api.rule(rule.id)
      take.rule(theirs)
      if (keepMine) draft.rebase(theirs.rule.version)
      else draft.take(theirs.rule.content, theirs.rule.version)
      setFailure(null)
    } catch (error) {
      setFailure(error)
    }
  }

  async function remove(): Promise<void> {
    if (!rule || !window.confirm(`Remove “${content.name}”? What it did stays in the list of what rules did.`)) return
    try {
      await api.removeRule(rule.id)
      take.all()
      toast(`“${content.name}” was removed.`)
      goTo({ place: 'automation', part: 'rules', ruleId: null })
    } catch (error) {
      setFailure(error)
    }
  }

  const fault = failure instanceof ApiError ? failure : null
  const errorOf = (field: string) => (fault?.field?.startsWith(field) ? fault.message : undefined)

  return (
    <section
      className="cc-sheet"
      aria-label={rule ? `Edit ${rule.content.name}` : 'New rule'}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return
        event.preventDefault()
        void save()
      }}
    >
      <div className="cc-sheet__head">
        <BackLink href="#/automation" label="Back to the rules" />
        <h2 className="cc-h1">{rule ? rule.content.name : 'New rule'}</h2>
        {rule ? <Chip>{rule.enabled ? 'On' : 'Off'}</Chip> : null}
        {rule?.isShipped && rule.version === 1 ? <Chip>Shipped</Chip> : null}
        {draft.isDirty ? <Chip tone="warning">Not saved</Chip> : null}
      </div>
      {failure === null ? null : (
        <FailedSave
          error={failure}
          conflictCode="rule-changed"
          kept="What you wrote is still here."
          onSettle={settle}
        />
      )}
      <TextInput
        label="Name"
        required
        maxLength={80}
        value={content.name}
        error={errorOf('name')}
        onChange={(event) => draft.change({ name: event.currentTarget.value })}
      />
      <EventFields
        event={content.event}
        catalogue={catalogue.data}
        error={errorOf('event')}
        onChange={(event) => draft.change({ event })}
      />
      <fieldset className="cc-sheet__part">
        <legend className="cc-h2">If</legend>
        <ConditionGroup
          condition={content.conditions}
          catalogue={catalogue.data}
          path="conditions"
          fault={fault}
          onChange={(conditions) => draft.change({ conditions })}
        />
      </fieldset>
      <fieldset className="cc-sheet__part">
        <legend className="cc-h2">Then, in this order</legend>
        <ActionList
          actions={content.actions}
          catalogue={catalogue.data}
          fault={fault}
          onChange={(actions) => draft.change({ actions })}
        />
      </fieldset>
      <fieldset className="cc-sheet__part">
        <legend className="cc-h2">At most</legend>
        <LimitFields
          limits={content.limits}
          error={errorOf('limits')}
          onChange={(limits) => draft.change({ limits })}
        />
        <Checkbox
          label="When it fires, ask no rule below about the same event"
          checked={content.stopOnMatch}
          onChange={(event) => draft.change({ stopOnMatch: event.currentTarget.checked })}
        />
      </fieldset>
      <div className="cc-sheet__actions">
        <Button size="xs" loading={busy === 'save'} disabled={!draft.isDirty} onClick={() => void save()}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={() => setTrying(true)}>
          Try on the last 30 days
        </Button>
        {rule ? (
          <>
            <Button
              size="xs"
              variant="default"
              loading={busy === 'switch'}
              onClick={() =>
                void run(
                  'switch',
                  () => api.switchRule(rule.id, !rule.enabled),
                  `“${rule.content.name}” is ${rule.enabled ? 'off' : 'on'}.`,
                )
              }
            >
              {rule.enabled ? 'Switch off' : 'Switch on'}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setHistoryOpen(true)}>
              History
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => void remove()}>
              Remove
            </Button>
          </>
        ) : null}
      </div>
      {isTrying ? <DryRun content={content} catalogue={catalogue.data} onClose={() => setTrying(false)} /> : null}
      {detail && isHistoryOpen ? (
        <RuleHistory
          detail={detail}
          catalogue={catalogue.data}
          onClose={() => setHistoryOpen(false)}
          onRestore={async (version) => {
            const work = () => api.restoreRule(detail.rule.id, detail.rule.version, version)
            if (await run('restore', work, `Version ${version} is back as the newest and runs from now on.`))
              setHistoryOpen(false)
          }}
        />
      ) : null}
    </section>
  )
}

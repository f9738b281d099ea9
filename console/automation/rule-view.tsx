import { ruleText } from '../state/rule-words.ts'
import type { RuleDetail } from '../state/wire.ts'
import { Chip } from '../ui/chip.tsx'
import { Loading, Problem } from '../ui/states.tsx'
import { BackLink } from '../writing/back-link.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { useCatalogue, useRule } from './use-rules.ts'

/** One rule: leads edit it, everybody reads it. */
export function RuleView({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  const rule = useRule(id)
  if (rule.isPending) return <Loading label="Loading the rule" lines={5} height={56} />
  if (rule.isError)
    return <Problem what="The rule was not loaded" error={rule.error} onRetry={() => void rule.refetch()} />
  return mayWrite ? <RuleEditor detail={rule.data} /> : <RuleReader detail={rule.data} />
}

function RuleReader({ detail: { rule } }: { detail: RuleDetail }) {
  const catalogue = useCatalogue().data
  return (
    <article className="cc-sheet" aria-label={rule.content.name}>
      <div className="cc-sheet__head">
        <BackLink href="#/automation" label="Back to the rules" />
        <h2 className="cc-h1">{rule.content.name}</h2>
        <Chip>{rule.enabled ? 'On' : 'Off'}</Chip>
      </div>
      <p className="cc-rule__text">{ruleText(rule.content, catalogue)}</p>
      <p className="cc-muted">Leads and admins change rules.</p>
    </article>
  )
}

import { ruleText } from '../state/rule-words.ts'
import type { RuleCatalogue, RuleDetail } from '../state/wire.ts'
import { HistoryDrawer, LineDiff } from '../writing/history-drawer.tsx'

/** Every version of a rule, compared as it reads in words. */
export function RuleHistory({
  detail: { rule, versions },
  catalogue,
  onClose,
  onRestore,
}: {
  detail: RuleDetail
  catalogue: RuleCatalogue
  onClose: () => void
  onRestore: (version: number) => Promise<void>
}) {
  const textOf = (version: number) => {
    const content = versions.find((one) => one.version === version)?.content
    return content ? ruleText(content, catalogue) : ''
  }
  return (
    <HistoryDrawer
      of={rule.content.name}
      versions={versions.map(({ authorName, ...version }) => ({
        ...version,
        author: authorName ?? (version.version === 1 ? 'Shipped with Earshot' : 'Somebody who has left'),
      }))}
      onClose={onClose}
      onRestore={onRestore}
    >
      {(chosen) => <LineDiff was={textOf(chosen)} now={ruleText(rule.content, catalogue)} />}
    </HistoryDrawer>
  )
}

import { AUTOMATION_PARTS, type AutomationPart, NEW_RULE } from '../state/route.ts'
import { Empty } from '../ui/states.tsx'
import '../writing/desk.css'
import './automation.css'
import { Exceptions } from './exceptions.tsx'
import { Firings } from './firings.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { RuleList } from './rule-list.tsx'
import { RuleView } from './rule-view.tsx'
import { useExceptions } from './use-rules.ts'

const PART_WORD: Record<AutomationPart, string> = { rules: 'Rules', firings: 'What they did', exceptions: 'Exceptions' }

/** The rules, what they did, and what failed. On small screens the list and the rule are two pages. */
export function Automation({
  part,
  ruleId,
  mayWrite,
}: {
  part: AutomationPart
  ruleId: string | null
  mayWrite: boolean
}) {
  const failed = useExceptions().data?.total ?? 0
  return (
    <main className="cc-auto">
      <nav className="cc-auto__parts" aria-label="Automation">
        <h1 className="cc-h1">Automation</h1>
        {AUTOMATION_PARTS.map((one) => (
          <a
            key={one}
            href={one === 'rules' ? '#/automation' : `#/automation/${one}`}
            aria-current={one === part ? 'page' : undefined}
          >
            {PART_WORD[one]}
            {one === 'exceptions' && failed > 0 ? <span className="cc-auto__count">{failed}</span> : null}
          </a>
        ))}
      </nav>
      {part === 'firings' ? <Firings mayWrite={mayWrite} /> : null}
      {part === 'exceptions' ? <Exceptions mayWrite={mayWrite} /> : null}
      {part === 'rules' ? (
        <div className="cc-desk" data-open={ruleId !== null}>
          <RuleList openId={ruleId} mayWrite={mayWrite} />
          <div className="cc-desk__open">
            {ruleId === null ? (
              <Empty title="No rule is open">
                {mayWrite
                  ? 'Choose one from the list, or write a new one. A new rule is off until you switch it on.'
                  : 'Choose one from the list. Leads and admins write them.'}
              </Empty>
            ) : ruleId === NEW_RULE && mayWrite ? (
              <RuleEditor key={NEW_RULE} detail={null} />
            ) : (
              <RuleView key={ruleId} id={ruleId} mayWrite={mayWrite} />
            )}
          </div>
        </div>
      ) : null}
    </main>
  )
}

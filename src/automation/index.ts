/**
 * Rules: when this happens and that holds, do so. `matchRules` is pure and says which rules an event sets off, with the
 * evidence; the reader stores that once for each event, and whoever works on actions does it once. What fails waits for a
 * person. All that rules change is handed in as `RuleActs`.
 */
export { describeCatalogue } from './catalogue.ts'
export { dryRun } from './dry-run.ts'
export { createRuleEditor, hideSecrets, unknownRule } from './edit-rules.ts'
export {
  countByRule,
  handleException,
  listExceptions,
  listFirings,
  retryExceptions,
  reviewFiring,
  sweepFirings,
} from './firing-views-store.ts'
export { type ActContext, availableActions, type RuleActs } from './perform.ts'
export { ratingQuestion } from './rating-question.ts'
export { readRule } from './rule-schema.ts'
export { findRule, listRules, listVersions, type StoredRule } from './rule-store.ts'
export { startAutomation } from './run-automation.ts'
export { loadShippedRules, SHIPPED_RULES, shippedRules } from './shipped-rules.ts'
export { makeEndSilence, SILENCE_TIMER } from './silence.ts'
export { fillTemplate, textFor } from './templates.ts'
export { createWebhooks } from './webhook.ts'

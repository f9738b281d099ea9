import { availableActions, createWebhooks, loadShippedRules, startAutomation } from './automation/index.ts'
import { createAutomationActions } from './automation-actions.ts'
import type { Building } from './building.ts'
import type { Edge } from './open-edge.ts'
import type { Routing } from './open-routing.ts'
import { transfer } from './routing/index.ts'
import { createRuleActs } from './rule-acts.ts'
import type { TicketWork } from './ticket-work.ts'
import { scheduleTimer } from './timers/index.ts'
import { readYaml } from './understanding/index.ts'

/** The rules: what they react to, what they do, and what people do to them. */
export function openAutomation(
  { config, database, assistant, log, onClose }: Building,
  { gateway, routing, work }: { gateway: Edge; routing: Routing; work: TicketWork },
) {
  const knownTags = () => new Set(assistant.tags.map(({ name }) => name))
  const acts = createRuleActs({
    transfer: (tx, conversationId, toAgentId) =>
      transfer(tx, routing.deps, { conversationId, byAgentId: null, toAgentId }),
    work,
    knownTags,
  })
  const automation = startAutomation({
    database,
    acts,
    callWebhook: createWebhooks({ allowPrivate: config.webhooksInside }),
    setTimer: scheduleTimer,
    afterCommit({ action }) {
      routing.afterAct()
      if (action.kind === 'notify') gateway.sendNoticesChanged()
    },
    log: log.write,
    onError: log.error,
  })
  onClose(() => automation.close())
  return {
    nudge: automation.nudge,
    loadShipped: () => loadShippedRules(database, readYaml, availableActions(acts)),
    actions: createAutomationActions({ database, acts, knownTags, nudge: automation.nudge }),
  }
}

import type { TicketWork } from '../actions/index.ts'
import { createAutomationActions, createRuleActs } from '../actions/index.ts'
import { availableActions, createWebhooks, loadShippedRules, startAutomation } from '../automation/index.ts'
import type { Building } from '../building.ts'
import { publicAddresses } from '../public-addresses.ts'
import { transfer } from '../routing/index.ts'
import { scheduleTimer } from '../timers/index.ts'
import { readYaml } from '../understanding/index.ts'
import type { Edge } from './open-edge.ts'
import type { Routing } from './open-routing.ts'
import type { Turns } from './open-turns.ts'

/** The rules: what they react to, what they do, and what people do to them. */
export function openAutomation(
  { config, database, assistant, log, onClose }: Building,
  { gateway, routing, work, turns }: { gateway: Edge; routing: Routing; work: TicketWork; turns: Turns },
) {
  const knownTags = () => new Set(assistant.tags.map(({ name }) => name))
  const acts = createRuleActs({
    transfer: (tx, conversationId, to) => transfer(tx, routing.deps, { conversationId, to, by: null, why: null }),
    work,
    knownTags,
    database,
    flows: turns.flows,
  })
  const automation = startAutomation({
    database,
    acts,
    callWebhook: createWebhooks({ allowed: config.webhooksInside ? null : publicAddresses }),
    setTimer: scheduleTimer,
    afterCommit({ action }) {
      routing.afterAct()
      if (action.kind === 'notify') gateway.sendNoticesChanged()
      if (action.kind === 'start_flow') turns.nudgeJobs()
    },
    log: log.write,
    onError: log.error,
  })
  onClose(() => automation.close())
  return {
    nudge: automation.nudge,
    loadShipped: () => loadShippedRules(database, readYaml, availableActions(acts)),
    actions: createAutomationActions({
      database,
      acts,
      knownTags,
      flows: turns.flows.here,
      nudge: automation.nudgeActs,
    }),
  }
}

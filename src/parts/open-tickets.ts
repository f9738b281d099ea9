import { CLOSE, createTicketWork, setClockTimer, WAKE } from '../actions/index.ts'
import { makeEndSilence, SILENCE_TIMER } from '../automation/index.ts'
import { startRelatedTickets } from '../background/index.ts'
import type { Building } from '../building.ts'
import { changeConversation, lockConversation } from '../conversation/index.ts'
import type { loadServiceLevels } from '../load-service-levels.ts'
import { countLoads, findAgent, reachableAgentIds } from '../people/index.ts'
import { lockRouting } from '../routing/index.ts'
import { createWatch, LOOK_AT_CLOCKS } from '../service-levels/index.ts'
import { createTimers, scheduleTimer } from '../timers/index.ts'

export type LoadedServiceLevels = Awaited<ReturnType<typeof loadServiceLevels>>

/** What goes on around tickets: their states, their clocks, the timers that move both, and others like them. */
export function openTickets(
  { config, database, assistant, log, onClose, afterCommit }: Building,
  serviceLevels: LoadedServiceLevels,
) {
  const watch = createWatch({
    database,
    ...serviceLevels,
    lockConversation,
    changeConversation,
    setTimer: setClockTimer,
    afterCommit,
    onError: log.error,
  })
  onClose(() => watch.close())
  const work = createTicketWork({
    closeAfterMs: config.closeAfterMs,
    async hasRoom(tx, agentId) {
      const agent = await findAgent(tx, agentId)
      const reachable = await reachableAgentIds(tx, config.presenceGraceMs)
      if (agent?.availability !== 'online' || !reachable.has(agentId)) return 'gone'
      return ((await countLoads(tx)).get(agentId) ?? 0) < agent.capacity ? 'room' : 'full'
    },
  })
  const timers = createTimers({
    database,
    handlers: {
      [WAKE]: work.wake,
      [CLOSE]: work.close,
      async [LOOK_AT_CLOCKS](tx, { conversationId, dueAt }) {
        if (conversationId) await watch.look(tx, conversationId, dueAt)
      },
      [SILENCE_TIMER]: makeEndSilence(scheduleTimer),
    },
    lockConversation,
    lockFirst: { [WAKE]: lockRouting },
    afterCommit,
    log: log.write,
    onError: log.error,
  })
  onClose(() => timers.close())
  const related = startRelatedTickets({ database, ...assistant, afterCommit, onError: log.error })
  onClose(() => related.close())
  return { work, watch, timers, related }
}

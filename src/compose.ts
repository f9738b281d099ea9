import type { createAgentActions } from './actions/index.ts'
import type { Assistant } from './assistant.ts'
import { startHousekeeping, startPrioritySweep, startSilenceSweep, startTagLearning } from './background/index.ts'
import type { Building } from './building.ts'
import { type LoginHints, loadCompany } from './company.ts'
import type { Config } from './config/index.ts'
import { findUnclaimed, type Received, receive } from './conversation/index.ts'
import { startRelay } from './database/index.ts'
import { loadDialogs } from './flows/index.ts'
import type { Door } from './gateway/index.ts'
import { loadServiceLevels } from './load-service-levels.ts'
import type { Log } from './log.ts'
import {
  createPeopleActions,
  gatewayParts,
  openArticles,
  openAutomation,
  openEdge,
  openRouting,
  openTickets,
  openTurns,
} from './parts/index.ts'
import { closeNodeSockets, createPasswords } from './people/index.ts'
import { runOnce } from './routing/index.ts'
import { type Storage, signingSecret } from './storage.ts'

const LOAD_DIALOGS_AFTER_MS = 2_000
/** Facts after which a waiting conversation may move on. */
const ROUTED = /^(conversation|ticket|priority)\./

export interface Running {
  hints: LoginHints
  /** What a customer's message goes through, for channels inside this process. */
  receive(incoming: { customerId: string; clientMessageId: string; text: string }): Promise<Received>
  actions: ReturnType<typeof createAgentActions>
  /** Looks at everything that waits and offers what can be offered, for callers that must know when that is done. */
  route(): Promise<void>
  /** Takes no new turns, finishes those under way, and closes everything in reverse order of opening. */
  close(): Promise<void>
}

/** What is opened before; closed by whoever opened it. */
export interface Foundations {
  door: Door
  storage: Storage
  assistant: Assistant
}

/** Builds every part, joins them and listens. The only composition root; what it opened it closes when a later part fails. */
export async function compose(config: Config, foundations: Foundations, log: Log): Promise<Running> {
  const closers: (() => Promise<void>)[] = []
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    return await build(config, foundations, log, closers, closeAll)
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function build(
  config: Config,
  { door, storage: { database }, assistant }: Foundations,
  log: Log,
  closers: (() => Promise<void>)[],
  closeAll: () => Promise<void>,
): Promise<Running> {
  let stopping = false
  const isStopping = () => stopping
  const onClose: Building['onClose'] = (close) => void closers.push(close)
  const unpublished = { config, database, assistant, log, onClose }

  const secret = await signingSecret(database, config.secret)
  // The edge first: everything below may want to tell somebody something.
  const gateway = await openEdge(unpublished, { door, secret, isStopping })
  const passwords = createPasswords()
  const hints = await loadCompany(config, database, passwords, log)
  const serviceLevels = await loadServiceLevels(config.companyDir, {
    timeZone: config.timeZone,
    tags: new Set(assistant.tags.map(({ name }) => name)),
  })

  // What it nudges is opened below without a pause, before it can have anything to tell.
  const relay = startRelay({
    database,
    async publish(tx, publications) {
      await gateway.publish(tx, publications)
      const types = new Set(publications.flatMap((publication) => publication.types))
      if ([...types].some((type) => ROUTED.test(type))) {
        routing.router.nudge()
        routing.announce()
        routing.tellQueue()
      }
      if (types.has('conversation.escalated')) tickets.related.nudge()
      // Whatever happened may have set a timer, or moved a clock.
      tickets.timers.nudge()
      tickets.watch.nudge()
      automation.nudge()
    },
    onError: log.error,
  })
  onClose(() => relay.close())
  const building: Building = { ...unpublished, afterCommit: relay.nudge }
  const tickets = openTickets(building, serviceLevels)
  const { work } = tickets
  const routing = openRouting(building, { gateway, work, hoursOf: serviceLevels.hoursOf })
  const turns = openTurns(building, { gateway, routing, secret })
  const automation = openAutomation(building, { gateway, routing, work, turns })
  onClose(startPrioritySweep({ database, afterCommit: relay.nudge, onError: log.error }))
  const { silenceMs } = config
  onClose(startSilenceSweep({ database, silenceMs, afterCommit: relay.nudge, onError: log.error }))
  onClose(startHousekeeping(database, { node: config.nodeName, log, logins: gateway }))
  await closeNodeSockets(database, config.nodeName)
  await automation.loadShipped()

  const take: Running['receive'] = async (incoming) => {
    const received = await receive(database, incoming, work.customerWrote)
    relay.nudge()
    turns.nudge(received.conversation.id)
    return received
  }
  const people = createPeopleActions(building, { gateway, passwords, routing, work })
  const parts = gatewayParts(building, {
    gateway,
    passwords,
    hints,
    routing,
    people,
    serviceLevels,
    isStopping,
    articleActions: await openArticles(building),
    automationActions: automation.actions,
    receive: take,
  })
  gateway.serve(parts)

  const tagLearning = startTagLearning({ database, ...assistant, log })
  onClose(() => tagLearning.close())

  // What a killed process left behind: undecided messages, unpublished events, waiting tickets.
  for (const id of await findUnclaimed(database, 1_000)) turns.nudge(id)
  relay.nudge()
  routing.router.nudge()
  tickets.watch.nudge()

  // Heavy to load, and no flow is in a hurry at the start.
  const loading = setTimeout(() => void loadDialogs().catch(log.error), LOAD_DIALOGS_AFTER_MS).unref()
  onClose(async () => clearTimeout(loading))

  return {
    hints,
    receive: take,
    actions: people.conversations,
    async route() {
      await runOnce(routing.deps)
    },
    async close() {
      stopping = true
      await closeAll()
    },
  }
}

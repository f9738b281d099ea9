import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createAgentActions } from './agent-actions.ts'
import { createAgentDirectory } from './agent-directory.ts'
import { overviewReport, reportConversationIds, serviceLevelReport } from './analytics/index.ts'
import { createArticleActions } from './article-actions.ts'
import type { Assistant } from './assistant.ts'
import {
  availableActions,
  createWebhooks,
  loadShippedRules,
  makeEndSilence,
  SILENCE_TIMER,
  startAutomation,
} from './automation/index.ts'
import { createAutomationActions } from './automation-actions.ts'
import { createChannelActions } from './channel-actions.ts'
import { type LoginHints, loadCompany } from './company.ts'
import type { Config } from './config.ts'
import {
  addAttachment,
  appendMessage,
  changeConversation,
  countAttachments,
  createTurnQueue,
  findAttachment,
  findConversation,
  findUnclaimed,
  lockConversation,
  lockFree,
  moveConversations,
  type Received,
  rate,
  receive,
} from './conversation/index.ts'
import {
  createOneTimeCodes,
  createVisitor,
  findCustomer,
  findOrCreateByExternalId,
  keepIdentity,
  setCustomerName,
  setValued,
} from './customers/index.ts'
import { startRelay } from './database/index.ts'
import type { Agent, Conversation, Tx } from './domain/index.ts'
import { startExpectedTimes } from './expected-time.ts'
import { startFlowJobs } from './flow-jobs.ts'
import { loadDialogs } from './flows/index.ts'
import { type Door, openGateway } from './gateway/index.ts'
import { makeHandleMessage } from './handle-message.ts'
import { debounce, startHousekeeping } from './housekeeping.ts'
import { followArticles } from './knowledge/index.ts'
import { loadServiceLevels } from './load-service-levels.ts'
import type { Log } from './log.ts'
import { createMergeActions } from './merge-actions.ts'
import { openOutside } from './outside.ts'
import {
  closeNodeSockets,
  closeSocket,
  countLoads,
  createPasswords,
  endSession,
  findAgent,
  findSession,
  listAgents,
  login,
  openSocket,
  reachableAgentIds,
  SESSION_MS,
  setAvailability,
} from './people/index.ts'
import { startPrioritySweep } from './priority-sweep.ts'
import { projectRoot } from './project-root.ts'
import type { Reference } from './protocol/index.ts'
import { askDatabase, describeEngine } from './readiness.ts'
import { startRelatedTickets } from './related-tickets.ts'
import {
  accept,
  countQueued,
  createHistory,
  createRouter,
  decline,
  lockRouting,
  queuePosition,
  type RoutingDeps,
  runOnce,
  transfer,
} from './routing/index.ts'
import { createRuleActs } from './rule-acts.ts'
import { createWatch, elapsedIn, LOOK_AT_CLOCKS, readRuns } from './service-levels/index.ts'
import { type Storage, signingSecret } from './storage.ts'
import { startTagLearning } from './tag-learning.ts'
import { createTicketActions } from './ticket-actions.ts'
import { CLOSE, createTicketWork, setClockTimer, WAKE } from './ticket-work.ts'
import { changeTags, findResolvedTicket, overridePriority, releasePriority } from './tickets/index.ts'
import { createTimers, scheduleTimer } from './timers/index.ts'
import { makeTurnSteps } from './turn-steps.ts'
import { readYaml } from './understanding/index.ts'

/** Turns at once on one node; more only wait for the encoder. */
const CONCURRENT_TURNS = 8
const TURN_SWEEP_MS = 2_000
const LOAD_DIALOGS_AFTER_MS = 2_000
/** How late customers who wait may see that they moved up. */
const TELL_QUEUE_MS = 500
/** Facts after which a waiting conversation may move on. */
const ROUTED = /^(conversation|ticket|priority)\./
/** How late another node's change of an article may be seen, encoding excluded. */
const ARTICLES_EVERY_MS = 500

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

  const secret = await signingSecret(database, config.secret)
  // The edge first: everything below may want to tell somebody something.
  const gateway = await openGateway(door, {
    redisUrl: config.redisUrl,
    secret,
    identitySecret: config.identitySecret,
    publicUrl: config.publicUrl,
    widgetOrigins: config.widgetOrigins,
    assistantName: config.assistantName,
    perMinute: { messages: config.messagesPerMinute, visitors: config.visitorsPerMinute },
    metricsToken: config.metricsToken,
    pages: join(projectRoot, 'dist'),
    bot: config.bot,
    demo: config.demo,
    async readiness() {
      const parts = {
        database: await askDatabase(database),
        model: describeEngine(assistant.understander),
        intents: assistant.intents.size > 0 ? 'ok' : 'none: EARSHOT_INTENTS_DIR holds no intents',
      }
      const ready = !stopping && Object.values(parts).every((part) => part === 'ok' || part.startsWith('fallback'))
      return { ready, parts: stopping ? { ...parts, server: 'stopping' } : parts }
    },
    queued: async () => countQueued(database),
    log: log.write,
    report: log.error,
  })
  closers.push(async () => {
    await gateway.close()
    await closeNodeSockets(database, config.nodeName)
  })

  const passwords = createPasswords()
  const hints = await loadCompany(config, database, passwords, log)
  const relay = startRelay({
    database,
    async publish(tx, publications) {
      await gateway.publish(tx, publications)
      const types = new Set(publications.flatMap((publication) => publication.types))
      if ([...types].some((type) => ROUTED.test(type))) {
        router.nudge()
        announce()
        tellQueue()
      }
      if (types.has('conversation.escalated')) related.nudge()
      // Whatever happened may have set a timer, or moved a clock.
      timers.nudge()
      watch.nudge()
      automation.nudge()
    },
    onError: log.error,
  })
  closers.push(() => relay.close())
  const serviceLevels = await loadServiceLevels(config.companyDir, {
    timeZone: config.timeZone,
    tags: new Set(assistant.tags.map(({ name }) => name)),
  })
  const watch = createWatch({
    database,
    ...serviceLevels,
    lockConversation,
    changeConversation,
    setTimer: setClockTimer,
    afterCommit: relay.nudge,
    onError: log.error,
  })
  closers.push(() => watch.close())
  const work = createTicketWork({
    closeAfterMs: config.closeAfterMs,
    async hasRoom(tx, agentId) {
      const agent = await findAgent(tx, agentId)
      const reachable = await reachableAgentIds(tx, config.presenceGraceMs)
      if (!agent || agent.availability === 'away' || !reachable.has(agentId)) return 'gone'
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
    afterCommit: relay.nudge,
    log: log.write,
    onError: log.error,
  })
  closers.push(() => timers.close())
  const related = startRelatedTickets({ database, ...assistant, afterCommit: relay.nudge, onError: log.error })
  closers.push(() => related.close())

  const routing: RoutingDeps = {
    db: database,
    lockConversation,
    lockFree,
    moveConversations,
    changeConversation,
    appendMessage,
    listAgents,
    countLoads,
    reachableAgentIds,
    now: () => new Date(),
    log: log.write,
    afterCommit: relay.nudge,
    history: createHistory(database, () => new Date()),
    weights: config.routingWeights,
    offerMs: config.offerMs,
    optionalSkillMs: config.optionalSkillMs,
    presenceGraceMs: config.presenceGraceMs,
    agentGoneMs: config.agentGoneMs,
    timeZone: config.timeZone,
    nodeName: config.nodeName,
  }
  const router = createRouter(routing)
  closers.push(() => router.close())

  const agents = createAgentDirectory(database, config)
  /** Loads or presence changed: consoles see it. */
  const announce = debounce(
    50,
    async () => {
      gateway.sendAgents(await agents.list())
    },
    log.error,
  )
  closers.push(announce.close)

  /** Others moved up in the queue: those who wait see their place. */
  const tellQueue = debounce(TELL_QUEUE_MS, () => gateway.sendQueue(database), log.error)
  closers.push(tellQueue.close)

  const afterAct = () => {
    router.nudge()
    relay.nudge()
    announce()
  }
  const takeOver = async (tx: Tx, agent: Agent, conversation: Conversation) => {
    const actor = { kind: 'agent', id: agent.id } as const
    const resolved = conversation.owner === 'resolved' ? await findResolvedTicket(tx, conversation.id) : null
    if (resolved) await work.move(tx, conversation, resolved, 'open', { actor, reason: 'taken up again' })
    return accept(tx, routing, conversation, agent)
  }
  const merges = createMergeActions({ database, afterCommit: afterAct, takeOver, endWork: work.endWork })

  const knownTags = () => new Set(assistant.tags.map(({ name }) => name))
  const acts = createRuleActs({
    transfer: (tx, conversationId, toAgentId) => transfer(tx, routing, { conversationId, byAgentId: null, toAgentId }),
    work,
    knownTags,
  })
  const automation = startAutomation({
    database,
    acts,
    callWebhook: createWebhooks({ allowPrivate: config.webhooksInside }),
    setTimer: scheduleTimer,
    afterCommit({ action }) {
      afterAct()
      if (action.kind === 'notify') gateway.sendNoticesChanged()
    },
    log: log.write,
    onError: log.error,
  })
  closers.push(() => automation.close())

  const outside = openOutside(config, database, secret, log)
  closers.push(async () => outside.mail.close())
  const codes = createOneTimeCodes(database, secret)
  const { orders } = outside
  const jobs = orders
    ? startFlowJobs({
        database,
        orders,
        codes,
        mail: outside.mail,
        tries: config.jobTries,
        afterCommit: relay.nudge,
        log: log.write,
        onError: log.error,
      })
    : null
  closers.push(async () => jobs?.close())

  const expectedTimes = startExpectedTimes(database, log.error)
  closers.push(expectedTimes.close)

  const turns = createTurnQueue({
    handle: makeHandleMessage(
      makeTurnSteps({
        database,
        assistant,
        node: config.nodeName,
        waitSentence: async (db, id) => waitSentence(await queuePosition(db, id)),
        typing: gateway.sendTyping,
        expectTime: expectedTimes.predict,
        flows: { orders, codes, canSendMail: outside.mail.canSend, onError: log.error },
        report(report) {
          log.turn(report)
          gateway.observeTurn(report)
          if (report.decision === 'escalate') router.nudge()
          relay.nudge()
          if (report.decision === 'flow') jobs?.nudge()
        },
      }),
    ),
    findUnclaimed: () => findUnclaimed(database, 200),
    concurrency: CONCURRENT_TURNS,
    sweepMs: TURN_SWEEP_MS,
    onError: log.error,
  })
  closers.push(() => turns.close())
  closers.push(startPrioritySweep({ database, afterCommit: relay.nudge, onError: log.error }))
  closers.push(startHousekeeping(database, config.nodeName, log))
  await closeNodeSockets(database, config.nodeName)

  const take: Running['receive'] = async (incoming) => {
    const received = await receive(database, incoming, work.customerWrote)
    relay.nudge()
    turns.nudge(received.conversation.id)
    return received
  }

  const actions = createAgentActions({
    database,
    afterCommit: afterAct,
    takeOver,
    decline: async (tx, agent, conversation) => void (await decline(tx, routing, conversation, agent.id)),
    transfer: async (tx, agent, conversationId, toAgentId) => {
      const handedOn = await transfer(tx, routing, { conversationId, byAgentId: agent.id, toAgentId })
      const actor = { kind: 'agent', id: agent.id } as const
      await work.moveOpen(tx, handedOn, 'open', { actor, reason: 'handed on' })
    },
    endWork: work.endWork,
    afterReply: (tx, conversation, agent, wait) =>
      work.agentWrote(tx, conversation, agent, wait ?? (config.waitAfterReply ? true : null)),
    changeTags: (tx, conversation, agent, change) =>
      changeTags(tx, conversation.id, change, {
        agentId: agent.id,
        modelVersion: assistant.understander.status().modelVersion,
        knownTags: new Set(assistant.tags.map(({ name }) => name)),
      }),
    setPriority: (tx, agent, id, priority) =>
      priority === null
        ? releasePriority(tx, id, { agentId: agent.id, now: new Date() })
        : overridePriority(tx, id, { priority, agent }),
    setAvailability: async (agent, availability, reason) =>
      void (await setAvailability(database, agent.id, availability, reason)),
    knowsIntent: (name) => assistant.intents.has(name),
  })

  await loadShippedRules(database, readYaml, availableActions(acts))
  const automationActions = createAutomationActions({ database, acts, knownTags, nudge: automation.nudge })

  const following = await followArticles({
    database,
    library: assistant.knowledge,
    timeZone: config.timeZone,
    everyMs: ARTICLES_EVERY_MS,
    onError: log.error,
  })
  closers.push(() => following.close())
  const articleActions = createArticleActions({
    database,
    files: assistant.knowledge.files,
    timeZone: config.timeZone,
    afterCommit: () => void following.refresh(),
  })

  gateway.serve({
    database,
    assistantName: config.assistantName,
    articles: assistant.knowledge.listArticles,
    articleActions,
    automationActions,
    attachmentLimits: config.attachments,
    countAttachments: (customerId) => countAttachments(database, customerId),
    addAttachment: (customerId, file) => addAttachment(database, customerId, file),
    findAttachment: (id, customerId) => findAttachment(database, id, customerId),
    createVisitor: () => createVisitor(database),
    loginCustomer: ({ externalId, email, name, valued, validUntil }) =>
      database.transaction(async (tx) => {
        const id = await findOrCreateByExternalId(tx, { id: randomUUID(), externalId, email, name })
        await keepIdentity(tx, id, { email, method: 'login' }, validUntil)
        await setValued(tx, id, valued)
        return id
      }),
    async createCustomer(tx, name) {
      const id = await createVisitor(tx)
      if (name !== null) await setCustomerName(tx, id, name)
      return id
    },
    customerExists: async (id) => (await findCustomer(database, id)) !== null,
    receive: take,
    async rate(customerId, conversationId, stars, comment) {
      await rate(database, { customerId, conversationId, stars, comment })
      relay.nudge()
    },
    isStopping: () => stopping,
    sessions: { find: async (token) => (await findSession(database, token, new Date()))?.agent ?? null },
    sessionMs: SESSION_MS,
    hints,
    login: (email, password) => login(database, { email, password }, { passwords, now: () => new Date() }),
    async logout(token) {
      await endSession(database, token)
      gateway.endSession(token)
    },
    describeAgent: (agent) => agents.describe(agent),
    agents: () => agents.list(),
    presence: {
      opened: (socketId, agentId) => openSocket(database, { socketId, agentId, node: config.nodeName }),
      // When the server stops, the node's sockets are closed all at once.
      closed: async (socketId) => (stopping ? undefined : closeSocket(database, socketId)),
    },
    presenceChanged() {
      router.nudge()
      announce()
    },
    customerOf: async (id) => (await findConversation(database, id))?.customerId ?? null,
    actions: { ...actions, ...merges },
    ticketActions: createTicketActions({ database, work, afterCommit: afterAct }),
    channelActions: createChannelActions({ database, afterCommit: afterAct, endWork: work.endWork }),
    reference: () => reference(assistant),
    overview: (query) => overviewReport(database, query),
    serviceLevels: (query) =>
      serviceLevelReport(database, query, ({ runs, requiredSkill }, time, now) =>
        elapsedIn(time, serviceLevels.hoursOf(requiredSkill))(readRuns(runs), now),
      ),
    conversationIds: (query) => reportConversationIds(database, query),
  })

  const tagLearning = startTagLearning({ database, ...assistant, log })
  closers.push(() => tagLearning.close())

  // What a killed process left behind: undecided messages, unpublished events, waiting tickets.
  for (const id of await findUnclaimed(database, 1_000)) turns.nudge(id)
  relay.nudge()
  router.nudge()
  watch.nudge()

  // Heavy to load, and no flow is in a hurry at the start.
  const loading = setTimeout(() => void loadDialogs().catch(log.error), LOAD_DIALOGS_AFTER_MS).unref()
  closers.push(async () => clearTimeout(loading))

  return {
    hints,
    receive: take,
    actions,
    async route() {
      await runOnce(routing)
    },
    async close() {
      stopping = true
      await closeAll()
    },
  }
}

function waitSentence(position: number | null): string | null {
  if (position === null) return null
  return position === 1 ? 'You are next in the queue.' : `You are number ${position} in the queue.`
}

function reference({ intents, tags, understander }: Assistant): Reference {
  const { engine, ready, reason } = understander.status()
  return {
    intents: [...intents.values()]
      .map(({ name, title }) => ({ name, title }))
      .sort((a, b) => a.title.localeCompare(b.title)),
    tags,
    engine: { engine, ready, reason },
  }
}

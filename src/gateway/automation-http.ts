import { type Response, Router } from 'express'
import { z } from 'zod'
import { type Agent, EarshotError } from '../domain/index.ts'
import {
  createRuleRequest,
  type DryRunLine,
  type DryRunResult,
  dryRunRequest,
  type ExceptionList,
  emptyRequest,
  type FiringList,
  firingsQuery,
  id as idSchema,
  type NoticeList,
  orderRulesRequest,
  type RetriedExceptions,
  type RuleCatalogue,
  type RuleDetail,
  type RuleList,
  restoreRuleRequest,
  retryExceptionsRequest,
  reviewRequest,
  saveRuleRequest,
  seeNoticesRequest,
  switchRuleRequest,
} from '../protocol/index.ts'
import { type AgentSessions, agentOf, onlyOwnJson, requireRole } from './agent-sessions.ts'
import { parse, type ReportError, toWireError } from './errors.ts'

const byId = z.object({ id: idSchema })
const byPlace = z.object({ id: idSchema, place: z.coerce.number().int().min(0).max(100) })

/** A dry run that takes longer is ended: nobody waits for it any more. */
const DRY_RUN_LIMIT_MS = 120_000

/** What people do to rules. Each change is one transaction. */
export interface AutomationActions {
  catalogue(): RuleCatalogue
  list(): Promise<RuleList>
  read(id: string): Promise<RuleDetail>
  create(agent: Agent, content: unknown): Promise<RuleDetail>
  save(agent: Agent, id: string, baseVersion: number, content: unknown): Promise<RuleDetail>
  restore(agent: Agent, id: string, baseVersion: number, version: number): Promise<RuleDetail>
  switch(id: string, enabled: boolean): Promise<RuleDetail>
  remove(id: string): Promise<void>
  order(ids: readonly string[]): Promise<void>
  dryRun(content: unknown, signal: AbortSignal): AsyncGenerator<{ looked: number; of: number }, DryRunResult | null>
  firings(query: z.output<typeof firingsQuery>): Promise<FiringList>
  review(agent: Agent, id: string, verdict: 'right' | 'wrong'): Promise<void>
  exceptions(): Promise<ExceptionList>
  handle(agent: Agent, exception: { firingId: string; place: number }, how: 'retry' | 'dismiss'): Promise<void>
  retryAll(agent: Agent, which: z.output<typeof retryExceptionsRequest>): Promise<RetriedExceptions>
  notices(agent: Agent): Promise<NoticeList>
  seeNotice(agent: Agent, id: string): Promise<void>
  seeNotices(agent: Agent, until: Date): Promise<void>
}

export interface AutomationHttpParts {
  sessions: AgentSessions
  automationActions: AutomationActions
  report: ReportError
}

/** Rules, firings, exceptions and notices: everybody who works here reads, leads and admins change. */
export function automationRoutes({ sessions, automationActions: actions, report }: AutomationHttpParts): Router {
  const router = Router()
  router.use(['/automation', '/notices'], requireRole(sessions, ['agent', 'lead', 'admin']), onlyOwnJson)
  const leads = requireRole(sessions, ['lead', 'admin'])

  router.get('/automation/catalogue', (_request, response) => {
    response.json(actions.catalogue())
  })
  router.get('/automation/rules', async (_request, response) => {
    response.json(await actions.list())
  })
  router.get('/automation/rules/:id', async (request, response) => {
    response.json(await actions.read(parse(byId, request.params).id))
  })
  router.get('/automation/firings', async (request, response) => {
    response.json(await actions.firings(parse(firingsQuery, { ...request.query })))
  })
  router.get('/automation/exceptions', async (_request, response) => {
    response.json(await actions.exceptions())
  })

  router.post('/automation/rules', leads, async (request, response) => {
    const { content } = parse(createRuleRequest, request.body)
    response.status(201).json(await actions.create(agentOf(response), content))
  })
  router.post('/automation/rules/order', leads, async (request, response) => {
    await actions.order(parse(orderRulesRequest, request.body).ids)
    response.json(await actions.list())
  })
  router.post('/automation/rules/:id/save', leads, async (request, response) => {
    const { baseVersion, content } = parse(saveRuleRequest, request.body)
    response.json(await actions.save(agentOf(response), parse(byId, request.params).id, baseVersion, content))
  })
  router.post('/automation/rules/:id/restore', leads, async (request, response) => {
    const { baseVersion, version } = parse(restoreRuleRequest, request.body)
    response.json(await actions.restore(agentOf(response), parse(byId, request.params).id, baseVersion, version))
  })
  router.post('/automation/rules/:id/switch', leads, async (request, response) => {
    const { enabled } = parse(switchRuleRequest, request.body)
    response.json(await actions.switch(parse(byId, request.params).id, enabled))
  })
  router.post('/automation/rules/:id/remove', leads, async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    await actions.remove(parse(byId, request.params).id)
    response.json({})
  })
  router.post('/automation/dry-run', leads, async (request, response) => {
    await streamDryRun(actions, parse(dryRunRequest, request.body).content, response, report)
  })

  router.post('/automation/firings/:id/review', leads, async (request, response) => {
    await actions.review(agentOf(response), parse(byId, request.params).id, parse(reviewRequest, request.body).verdict)
    response.json({})
  })
  router.post('/automation/exceptions/retry', leads, async (request, response) => {
    response.json(await actions.retryAll(agentOf(response), parse(retryExceptionsRequest, request.body)))
  })
  router.post('/automation/exceptions/:id/:place/retry', leads, async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    const { id, place } = parse(byPlace, request.params)
    await actions.handle(agentOf(response), { firingId: id, place }, 'retry')
    response.json({})
  })
  router.post('/automation/exceptions/:id/:place/dismiss', leads, async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    const { id, place } = parse(byPlace, request.params)
    await actions.handle(agentOf(response), { firingId: id, place }, 'dismiss')
    response.json({})
  })

  router.get('/notices', async (_request, response) => {
    response.json(await actions.notices(agentOf(response)))
  })
  router.post('/notices/seen', async (request, response) => {
    const { until } = parse(seeNoticesRequest, request.body)
    await actions.seeNotices(agentOf(response), new Date(until))
    response.json({})
  })
  router.post('/notices/:id/seen', async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    await actions.seeNotice(agentOf(response), parse(byId, request.params).id)
    response.json({})
  })
  return router
}

/** One JSON value a line: progress, and at the end the result or what went wrong. Ends when nobody listens any more. */
async function streamDryRun(
  actions: AutomationActions,
  content: unknown,
  response: Response,
  report: ReportError,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(DRY_RUN_LIMIT_MS)])
  const run = actions.dryRun(content, signal)
  // What is wrong with the rule is refused before anything is sent.
  let step = await run.next()
  response.type('application/x-ndjson')
  const tell = (line: DryRunLine) => response.write(`${JSON.stringify(line)}\n`)
  try {
    for (; !step.done; step = await run.next()) tell({ kind: 'progress', ...step.value })
    if (step.value) tell({ kind: 'result', result: step.value })
    else
      throw new EarshotError('unavailable', 'dry-run-too-long', 'The dry run took longer than 2 minutes and was ended.')
  } catch (error) {
    const { message } = toWireError(error, report)
    if (!gone.signal.aborted) tell({ kind: 'error', message })
  }
  response.end()
}

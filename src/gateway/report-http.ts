import { Router } from 'express'
import type { z } from 'zod'
import type { Database } from '../domain/index.ts'
import {
  type OverviewReport,
  type ReportConversations,
  reportConversationsQuery,
  reportQuery,
  type ServiceLevelReport,
  serviceLevelsQuery,
} from '../protocol/index.ts'
import { type AgentSessions, requireRole } from './agent-sessions.ts'
import { parse } from './errors.ts'
import { viewSummaries } from './views/inbox-view-store.ts'

interface Range {
  from: Date
  to: Date
  timeZone: string
}

export interface ReportHttpParts {
  database: Database
  sessions: AgentSessions
  overview(query: Range & { bucket: 'hour' | 'day' }): Promise<OverviewReport>
  serviceLevels(query: { from: Date; to: Date; time: 'business' | 'calendar' }): Promise<ServiceLevelReport>
  conversationIds(
    query: Range &
      Omit<z.output<typeof reportConversationsQuery>, 'from' | 'to' | 'wrote' | 'resolvedByAssistant'> & {
        wrote?: true
        resolvedByAssistant?: true
      },
  ): Promise<{ total: number; ids: string[] }>
}

/** The leads' figures, under `/api/reports`; every number can be opened by the second route. */
export function reportRoutes(parts: ReportHttpParts): Router {
  const router = Router()
  router.use(requireRole(parts.sessions, ['lead', 'admin']))
  router.get('/overview', async (request, response) => {
    const query = parse(reportQuery, { ...request.query })
    response.json(await parts.overview({ ...query, from: new Date(query.from), to: new Date(query.to) }))
  })
  router.get('/service-levels', async (request, response) => {
    const { from, to, time } = parse(serviceLevelsQuery, { ...request.query })
    response.json(await parts.serviceLevels({ from: new Date(from), to: new Date(to), time }))
  })
  router.get('/conversations', async (request, response) => {
    const { wrote, resolvedByAssistant, ...query } = parse(reportConversationsQuery, { ...request.query })
    const { total, ids } = await parts.conversationIds({
      ...query,
      ...(wrote && { wrote: true }),
      ...(resolvedByAssistant && { resolvedByAssistant: true }),
      from: new Date(query.from),
      to: new Date(query.to),
    })
    const result: ReportConversations = { total, conversations: await viewSummaries(parts.database, ids, 200) }
    response.json(result)
  })
  return router
}

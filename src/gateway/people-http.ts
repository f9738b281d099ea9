import { Router } from 'express'
import { z } from 'zod'
import type { Agent } from '../domain/index.ts'
import {
  addPersonRequest,
  emptyRequest,
  id as idSchema,
  type PasswordResult,
  type PeopleList,
  type Person,
  type PersonContent,
  savePersonRequest,
} from '../protocol/index.ts'
import { type AgentSessions, agentOf, onlyOwnJson, requireRole, tokenFromCookies } from './agent-sessions.ts'
import { parse } from './errors.ts'

const byId = z.object({ id: idSchema })

/** What leads and admins do to the people who work here; what concerns admins is refused to leads. */
export interface PersonActions {
  list(): Promise<PeopleList>
  read(id: string): Promise<Person>
  add(by: Agent, content: PersonContent & { email: string }): Promise<PasswordResult>
  save(by: Agent, id: string, baseVersion: string, content: PersonContent): Promise<Person>
  /** `token` is the login of who asks. */
  setPassword(by: Agent, id: string, token: string): Promise<PasswordResult>
  remove(by: Agent, id: string): Promise<Person>
  bringBack(by: Agent, id: string): Promise<PasswordResult>
}

export interface PeopleHttpParts {
  sessions: AgentSessions
  personActions: PersonActions
}

/** The people who work here, under `/api/console/people`, for leads and admins. */
export function peopleRoutes({ sessions, personActions: actions }: PeopleHttpParts): Router {
  const router = Router()
  router.use('/people', requireRole(sessions, ['lead', 'admin']), onlyOwnJson)

  router.get('/people', async (_request, response) => {
    response.json(await actions.list())
  })
  router.get('/people/:id', async (request, response) => {
    response.json(await actions.read(parse(byId, request.params).id))
  })
  router.post('/people', async (request, response) => {
    response.status(201).json(await actions.add(agentOf(response), parse(addPersonRequest, request.body)))
  })
  router.post('/people/:id/save', async (request, response) => {
    const { baseVersion, ...content } = parse(savePersonRequest, request.body)
    response.json(await actions.save(agentOf(response), parse(byId, request.params).id, baseVersion, content))
  })
  router.post('/people/:id/password', async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    const token = tokenFromCookies(request.headers.cookie) ?? ''
    response.json(await actions.setPassword(agentOf(response), parse(byId, request.params).id, token))
  })
  router.post('/people/:id/remove', async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    response.json(await actions.remove(agentOf(response), parse(byId, request.params).id))
  })
  router.post('/people/:id/bring-back', async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    response.json(await actions.bringBack(agentOf(response), parse(byId, request.params).id))
  })
  return router
}

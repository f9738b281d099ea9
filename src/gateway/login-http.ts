import { Router } from 'express'
import type { Agent } from '../domain/index.ts'
import { notAllowed } from '../domain/index.ts'
import { type ConsoleAgent, emptyRequest, loginRequest, type MeResult } from '../protocol/index.ts'
import {
  type AgentSessions,
  agentOf,
  clearSessionCookie,
  onlyOwnJson,
  requireRole,
  setSessionCookie,
  tokenFromCookies,
} from './agent-sessions.ts'
import { addressOf } from './customer-http.ts'
import { parse } from './errors.ts'
import type { Limits } from './limits.ts'
import { isOwnOrigin } from './security.ts'

export interface LoginHints {
  demo: boolean
  password?: string
  logins: { name: string; email: string; role: string; skills: string[] }[]
}

export interface LoginHttpParts {
  sessions: AgentSessions
  limits: Limits
  secureCookies: boolean
  sessionMs: number
  hints: LoginHints
  login(email: string, password: string): Promise<{ token: string; agent: Agent }>
  logout(token: string): Promise<void>
  describeAgent(agent: Agent): Promise<ConsoleAgent>
}

/** Logging in and out. The cookie is HttpOnly and SameSite=Strict; attempts are bounded per address and per e-mail. */
export function loginRoutes(parts: LoginHttpParts): Router {
  const router = Router()
  const cookie = { secure: parts.secureCookies, maxAgeMs: parts.sessionMs }
  const me = async (agent: Agent): Promise<MeResult> => ({
    agent: await parts.describeAgent(agent),
    demo: parts.hints.demo,
  })

  router.use(onlyOwnJson, (request, _response, next) => {
    if (!isOwnOrigin(request.headers.origin, request.headers.host)) {
      throw notAllowed('origin-not-allowed', 'The console works on its own address only.')
    }
    next()
  })
  router.get('/login-hints', (_request, response) => {
    response.json(parts.hints)
  })
  router.post('/login', async (request, response) => {
    const { email, password } = parse(loginRequest, request.body)
    const guesser = `${email.toLowerCase()} ${addressOf(request)}`
    await parts.limits.login.use(guesser)
    await parts.limits.loginEmail.use(email.toLowerCase())
    await parts.limits.loginAddress.use(addressOf(request))
    const { token, agent } = await parts.login(email.toLowerCase(), password)
    await parts.limits.login.forget(guesser)
    setSessionCookie(response, token, cookie)
    response.json(await me(agent))
  })
  router.post('/logout', async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    const token = tokenFromCookies(request.headers.cookie)
    if (token !== null) await parts.logout(token)
    clearSessionCookie(response, cookie)
    response.json({})
  })
  router.get('/me', requireRole(parts.sessions, ['agent', 'lead', 'admin']), async (_request, response) => {
    response.json(await me(agentOf(response)))
  })
  return router
}

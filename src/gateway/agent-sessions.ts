import type { Request, RequestHandler, Response } from 'express'
import { type Agent, EarshotError, notAllowed, type Role } from '../domain/index.ts'

const COOKIE = 'earshot_session'

export interface AgentSessions {
  find(token: string): Promise<Agent | null>
}

/** The session's token in a Cookie header, or null. */
export function tokenFromCookies(header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === COOKIE && value) return value
  }
  return null
}

export function setSessionCookie(
  response: Response,
  token: string,
  options: { secure: boolean; maxAgeMs: number },
): void {
  response.cookie(COOKIE, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: options.secure,
    maxAge: options.maxAgeMs,
    path: '/',
  })
}

export function clearSessionCookie(response: Response, options: { secure: boolean }): void {
  response.clearCookie(COOKIE, { httpOnly: true, sameSite: 'strict', secure: options.secure, path: '/' })
}

/** Lets only logged-in people with one of `roles` pass; `agentOf` then tells who. */
export function requireRole(sessions: AgentSessions, roles: readonly Role[]): RequestHandler {
  return async (request, response, next) => {
    const token = tokenFromCookies(request.headers.cookie)
    const agent = token === null ? null : await sessions.find(token)
    if (!agent) throw new EarshotError('not-allowed', 'not-logged-in', 'Log in first.')
    if (!roles.includes(agent.role)) {
      throw notAllowed('wrong-role', `This is for ${roles.join('s and ')}s; you are logged in as ${agent.role}.`)
    }
    response.locals.agent = agent
    next()
  }
}

/** Who is asking. Only behind `requireRole`. */
export function agentOf(response: Response): Agent {
  return response.locals.agent as Agent // set by requireRole, which stands before every caller
}

/** Changes come as JSON from our own pages only: a form of another site can send neither. */
export const onlyOwnJson: RequestHandler = (request: Request, _response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next()
  if (!request.is('application/json')) {
    throw new EarshotError('invalid-request', 'not-json', 'Send the body as application/json.')
  }
  next()
}

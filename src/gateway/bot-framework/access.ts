import type { Request } from 'express'
import { EarshotError, invalid, notAllowed } from '../../domain/index.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** The tenants of the Bot Framework itself, public and for the US government (botframework-connector's own list). */
const BOT_FRAMEWORK_TENANTS = new Set(['d6d49420-f39b-4df7-a1dc-d59a935871db', 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'])

/**
 * Whether a request to the channel's route may be looked at at all. With an app id its token decides later; without one
 * only programs on this machine may speak, and only in demo mode.
 */
export function checkAccess(
  request: Request,
  options: { appId: string | undefined; tenantId: string | undefined; demo: boolean },
): void {
  if (options.appId !== undefined) {
    const { authorization } = request.headers
    if (!authorization) throw noToken('The header Authorization is missing: it must carry the channel’s token.')
    checkTenant(authorization, options.tenantId)
    return
  }
  if (!options.demo) {
    throw notAllowed('channel-off', 'The Bot Framework channel is off: MicrosoftAppId is not set.')
  }
  // What a proxy on this machine passes on comes from elsewhere.
  if (!isLoopback(request.ip) || request.headers['x-forwarded-for'] !== undefined) {
    throw notAllowed(
      'channel-local-only',
      'Without MicrosoftAppId the Bot Framework channel answers only programs on this machine.',
    )
  }
}

/**
 * Refuses tokens of tenants that have no business here before the SDK reads them: it would add every tenant it sees, in
 * tokens it has not verified, to a list that it keeps for as long as the process lives.
 */
function checkTenant(authorization: string, tenantId: string | undefined): void {
  const tenant = tenantOf(authorization)
  if (tenant === null || tenant === tenantId || BOT_FRAMEWORK_TENANTS.has(tenant)) return
  throw noToken('The channel’s token is of a tenant that is not known here (MicrosoftAppTenantId).')
}

/** What the token says of itself, unverified; null when it names no tenant or can't be read. */
function tenantOf(authorization: string): string | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString())
    return typeof payload === 'object' && payload !== null && 'tid' in payload ? String(payload.tid) : null
  } catch {
    return null
  }
}

/** Where nobody is checked, answers stay on this machine too. */
export function checkServiceUrl(serviceUrl: string, options: { appId: string | undefined }): void {
  if (options.appId !== undefined) return
  const { hostname } = new URL(serviceUrl)
  if (hostname === 'localhost' || isLoopback(hostname.replaceAll(/[[\]]/g, ''))) return
  throw invalid(
    'service-url-not-local',
    'The field serviceUrl must be an address of this machine while MicrosoftAppId is not set.',
    'serviceUrl',
  )
}

export const noToken = (message: string) => new EarshotError('not-allowed', 'channel-token', message)

const isLoopback = (address: string | undefined) => address !== undefined && LOOPBACK.has(address)

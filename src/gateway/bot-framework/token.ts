import { z } from 'zod'

/** A new one is asked for this long before the old one ends. */
const EARLY_MS = 5 * 60_000
const TIME_LIMIT_MS = 10_000

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })

export interface TokenSource {
  /** A token that is valid now; throws when the login server gives none within 10 s. */
  token(loginUrl: string, scope: string): Promise<string>
  /** Forgets what it has: the channel refused it. */
  forget(): void
}

/**
 * Tokens for speaking to a channel, by the grant of client credentials (RFC 6749, 4.4). The SDK's own way asks
 * Microsoft's directory about every login server first and has no time limit; this one serves any login URL alike.
 */
export function createTokenSource(app: { id: string; password: string }): TokenSource {
  let held: { token: string; until: number } | null = null
  let asking: Promise<string> | null = null

  async function ask(loginUrl: string, scope: string): Promise<string> {
    const response = await fetch(`${loginUrl.replace(/\/$/, '')}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.id,
        client_secret: app.password,
        scope: `${scope}/.default`,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    })
    if (!response.ok) throw new Error(`The login server gave no token: it answered ${response.status}.`)
    const { access_token, expires_in } = tokenAnswer.parse(await response.json())
    held = { token: access_token, until: Date.now() + expires_in * 1_000 - EARLY_MS }
    return access_token
  }

  return {
    async token(loginUrl, scope) {
      if (held && held.until > Date.now()) return held.token
      asking ??= ask(loginUrl, scope).finally(() => {
        asking = null
      })
      return asking
    },
    forget() {
      held = null
    },
  }
}

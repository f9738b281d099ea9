import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { notAllowed } from '../domain/index.ts'

const AUDIENCE = 'earshot-customer'
const claims = z.object({ sub: z.uuid() })

/** Signs and reads the token a customer's browser holds. It opens that customer's conversations and nothing else. */
export function createCustomerTokens(secret: string) {
  const key = new TextEncoder().encode(secret)
  return {
    sign: (customerId: string): Promise<string> =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(customerId)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .sign(key),

    /** The customer's id, or null for a token that this server did not sign. */
    async read(token: unknown): Promise<string | null> {
      if (typeof token !== 'string' || token.length > 2_000) return null
      try {
        const { payload } = await jwtVerify(token, key, { audience: AUDIENCE, algorithms: ['HS256'] })
        return claims.parse(payload).sub
      } catch {
        return null
      }
    },
  }
}

export type CustomerTokens = ReturnType<typeof createCustomerTokens>

/** The site's word is taken for this long at most; somebody who logs out there is forgotten here by then. */
const LOGIN_MS = 12 * 3_600_000
const identityClaims = z.object({
  sub: z.string().min(1).max(200),
  email: z.email().max(254).toLowerCase(),
  name: z.string().trim().min(1).max(200).optional(),
  valued: z.boolean().optional(),
  exp: z.number(),
})

export interface SiteLogin {
  /** Who they are on that site. */
  externalId: string
  email: string
  name: string | null
  /** The site counts them among those it holds dear. */
  valued: boolean
  validUntil: Date
}

/** Reads what the shop's own site signs about somebody who is logged in there: HS256, with the shared secret. */
export function createIdentityTokens(secret: string | undefined) {
  const key = secret === undefined ? null : new TextEncoder().encode(secret)
  return {
    /** Throws `not-allowed` for a token that the site did not sign, that is over, or when no secret is shared. */
    async read(token: string): Promise<SiteLogin> {
      if (!key) throw notAllowed('identity-not-set', 'Logins of a site need EARSHOT_IDENTITY_SECRET.')
      const claims = await jwtVerify(token, key, { audience: 'earshot', algorithms: ['HS256'], clockTolerance: 30 })
        .then(({ payload }) => identityClaims.safeParse(payload))
        .catch(() => null)
      if (!claims?.success) {
        throw notAllowed('identity-invalid', 'The identity token is over, or not one that this site signed.')
      }
      const { sub, email, name = null, valued = false, exp } = claims.data
      return {
        externalId: sub,
        email,
        name,
        valued,
        validUntil: new Date(Math.min(exp * 1000, Date.now() + LOGIN_MS)),
      }
    },
  }
}

export type IdentityTokens = ReturnType<typeof createIdentityTokens>

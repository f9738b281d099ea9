import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

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

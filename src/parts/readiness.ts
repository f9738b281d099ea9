import type { Database } from '../domain/index.ts'
import type { Understander } from '../understanding/index.ts'

/** Readiness asks the database something small, with a limit of its own: a hanging one is not ready. */
export async function askDatabase(database: Database): Promise<string> {
  const tooLong = new Promise<string>((resolve) => {
    setTimeout(resolve, 2_000, 'did not answer within 2 s').unref()
  })
  const asked = database.query('select 1').then(
    () => 'ok',
    (error: unknown) => `failed: ${error instanceof Error ? error.message : error}`,
  )
  return Promise.race([asked, tooLong])
}

/** `ok`, or what is used or wanting instead. */
export function describeEngine(understander: Understander): string {
  const { engine, ready, reason } = understander.status()
  if (!ready) return reason ?? 'not ready'
  return engine === 'transformer' ? 'ok' : `fallback: the lexical engine answers (${reason ?? 'no reason given'})`
}

import { Router } from 'express'

export interface Readiness {
  ready: boolean
  /** Each part with `ok`, or what is wrong with it; a fallback that serves is ready and says so. */
  parts: Record<string, string>
}

/** `/healthz`: the process lives. `/readyz`: it can do its work, or which part can't. */
export function healthRoutes(readiness: () => Promise<Readiness>): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true })
  })
  router.get('/readyz', async (_request, response) => {
    const state = await readiness()
    response.status(state.ready ? 200 : 503).json(state)
  })
  return router
}

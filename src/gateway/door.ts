import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'
import { healthRoutes, type Readiness } from './health.ts'

/** The listening port, open from the first moment of a start, so that whoever watches can tell starting from dead. */
export interface Door {
  app: Express
  http: HttpServer
  /** The port taken. */
  port: number
  /** What `/readyz` says from now on. */
  tell(readiness: () => Promise<Readiness>): void
  /** Lets requests pass to what was added to `app`; before, they are told to come back. */
  unlock(): void
  close(): Promise<void>
}

/** Listens. Until it is unlocked only `/healthz` and `/readyz` answer. */
export async function openDoor(options: { host: string; port: number; trustProxy: boolean }): Promise<Door> {
  const app = express()
    .disable('x-powered-by')
    .set('trust proxy', options.trustProxy ? 1 : false)
  const http = createServer(app)
  let readiness: () => Promise<Readiness> = async () => ({ ready: false, parts: { server: 'starting' } })
  let locked = true

  app.use(healthRoutes(() => readiness()))
  app.use((request, response, next) => {
    if (!locked) return next()
    const message = 'Earshot is starting. Try again in a moment.'
    response.status(503).set('Retry-After', '2')
    if (!request.path.startsWith('/api/')) return void response.type('text').send(message)
    response.json({ error: { kind: 'unavailable', code: 'starting', message, retryAfterMs: 2_000 } })
  })
  const port = await listenOn(http, options)
  return {
    app,
    http,
    port,
    tell(asked) {
      readiness = asked
    },
    unlock() {
      locked = false
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

function listenOn(http: HttpServer, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken by another program. Stop it, or set PORT to another one.`)
          : error,
      )
    })
    http.listen(port, host, () => {
      resolve((http.address() as AddressInfo).port) // listening on TCP, so the address is no pipe's name
    })
  })
}

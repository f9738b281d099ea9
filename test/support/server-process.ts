import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { projectRoot } from '../../src/project-root.ts'
import { until } from './wait.ts'

/** A real server in a process of its own, as `npm start` runs it after the set-up. */
export interface ServerProcess {
  url: string
  child: ChildProcess
  /** Milliseconds from the spawn to the first 200 of /readyz. */
  readyMs: number
  /** Everything printed so far. */
  output(): string
  /** SIGKILL, and nothing else: no chance to tidy up. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** Starts `dist/server/main.js` with these settings and waits until it is ready. */
export async function startServer(settings: Record<string, string>): Promise<ServerProcess> {
  const port = Number(settings.PORT ?? (await freePort()))
  const started = performance.now()
  const { child, output } = spawnServer({ ...settings, PORT: String(port) })
  const url = `http://127.0.0.1:${port}`
  await until(
    `the server on ${port} to be ready; it printed:\n${output()}`,
    async () => {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${output()}`)
      return fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
    },
    180_000,
  )
  return {
    url,
    child,
    readyMs: performance.now() - started,
    output,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      return child.exitCode
    },
  }
}

/** The process alone, for starts that are meant to fail. */
export function spawnServer(settings: Record<string, string>): { child: ChildProcess; output(): string } {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('EARSHOT_') && !['DATABASE_URL', 'REDIS_URL', 'PORT'].includes(name),
    ),
  )
  const child = spawn(process.execPath, [join(projectRoot, 'dist/server/main.js')], {
    cwd: projectRoot,
    env: {
      ...environment,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      EARSHOT_MESSAGES_PER_MINUTE: '100000',
      EARSHOT_VISITORS_PER_MINUTE: '100000',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += chunk
  })
  child.stderr?.on('data', (chunk) => {
    text += chunk
  })
  return { child, output: () => text }
}

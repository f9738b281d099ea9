import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CustomerClient } from '../support/customer-client.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { openTestPostgres } from '../support/database.ts'
import { freePort, type ServerProcess, startServer } from '../support/server-process.ts'

const canRun = Boolean(process.env.DATABASE_URL) && spawnSync('redis-server', ['--version']).status === 0

describe.skipIf(!canRun)('Redis going away (needs DATABASE_URL and the redis-server program)', () => {
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let storage: Awaited<ReturnType<typeof openTestPostgres>>
  let redis: ChildProcess
  let server: ServerProcess

  beforeAll(async () => {
    folder = await makeDataFolder()
    storage = await openTestPostgres(process.env.DATABASE_URL ?? '')
    const port = await freePort()
    redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], { stdio: 'pipe' })
    await once(redis.stdout ?? redis, 'data')
    server = await startServer({
      DATABASE_URL: storage.url,
      REDIS_URL: `redis://127.0.0.1:${port}`,
      EARSHOT_DATA_DIR: folder.path,
    })
  })
  afterAll(async () => {
    await server?.kill()
    redis?.kill('SIGKILL')
    await storage?.database.close()
    await folder?.remove()
  })

  it('neither delays nor silences a process for its own sockets', async () => {
    const customer = await CustomerClient.connect(server.url)
    await customer.say('where is my order')
    redis.kill('SIGKILL')
    await once(redis, 'exit')
    const started = performance.now()
    const answer = await customer.say('how do I get an invoice')
    expect(answer.sources.map(({ url }) => url)).toEqual(['/help/get-an-invoice'])
    expect(performance.now() - started).toBeLessThan(3_000)
    customer.close()
  })
})

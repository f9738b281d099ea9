import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CustomerClient } from '../support/customer-client.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { freePort, type ServerProcess, spawnServer, startServer } from '../support/server-process.ts'
import { until } from '../support/wait.ts'

let folder: Awaited<ReturnType<typeof makeDataFolder>>
let server: ServerProcess | null = null

beforeAll(async () => {
  folder = await makeDataFolder()
})
afterEach(async () => {
  await server?.kill()
  server = null
})
afterAll(() => folder?.remove())

const settings = () => ({ EARSHOT_DATA_DIR: folder.path })

/** What starting Node with nothing to do takes here: the fastest of five. */
function fastestNodeMs(): number {
  const once = () => {
    const startedAt = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    return performance.now() - startedAt
  }
  return Math.min(...Array.from({ length: 5 }, once))
}

/** How a start that is meant to fail ends. */
async function failedStart(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnServer({ PORT: '0', ...environment })
  const [code] = await once(child, 'exit')
  return { code, output: output() }
}

describe('starting', () => {
  it('is ready in under 3 s on a later start, and says where everything is', async () => {
    await (await startServer(settings())).stop()
    // The best of five: what else the machine does in these seconds is not what is measured. A machine on which Node alone
    // takes more than the usual 40 ms gets as much longer.
    const limitMs = Math.max(3_000, 60 * fastestNodeMs())
    const times: number[] = []
    for (let start = 0; start < 5 && !times.some((ms) => ms < limitMs); start++) {
      await server?.stop()
      server = await startServer(settings())
      times.push(server.readyMs)
    }
    if (!server) throw new Error('The server must run.')
    expect(Math.min(...times)).toBeLessThan(limitMs)
    expect(server.output()).toMatch(/Console\s+http:\/\/localhost:\d+\/console/)
    expect(server.output()).toContain('lotte@techgear.example')
    expect(server.output()).toContain('demo.public_password')
    const ready = await fetch(`${server.url}/readyz`)
    expect(await ready.json()).toEqual({
      ready: true,
      parts: { database: 'ok', model: 'ok', intents: 'ok' },
    })
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  it('says from the first moment that it lives, and what it is still waiting for', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'earshot-first-'))
    const port = await freePort()
    const { child } = spawnServer({ PORT: String(port), EARSHOT_DATA_DIR: empty })
    const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
    const health = await until('the first answer', () => ask('/healthz'))
    expect(health.status).toBe(200)
    const ready = await ask('/readyz')
    expect(ready?.status).toBe(503)
    expect(await ready?.json()).toMatchObject({ ready: false, parts: { model: 'loading' } })
    expect((await ask('/console'))?.status).toBe(503)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await rm(empty, { recursive: true, force: true })
  })

  it('refuses a folder that another process has, and names that process', async () => {
    server = await startServer(settings())
    const second = await failedStart(settings())
    expect(second.code).toBe(1)
    expect(second.output).toContain(`in use by process ${server.child.pid}`)
  })

  it('is not held up by the lock of a killed process', async () => {
    server = await startServer(settings())
    await server.kill()
    server = await startServer(settings())
    expect(server.readyMs).toBeLessThan(10_000)
  })

  it('refuses a misspelt setting and a bad value in one sentence each', async () => {
    const { code, output } = await failedStart({ ...settings(), EARSHOT_DEOM: '1', EARSHOT_ENCODER_THREADS: 'two' })
    expect(code).toBe(1)
    expect(output).toContain('EARSHOT_DEOM is not a setting. Did you mean EARSHOT_DEMO?')
    expect(output).toContain('EARSHOT_ENCODER_THREADS must be a number')
  })

  it('says so when the database or Redis does not answer', async () => {
    const noDatabase = await failedStart({ ...settings(), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect(noDatabase).toMatchObject({ code: 1 })
    expect(noDatabase.output).toContain('The database at DATABASE_URL can')
  })

  it('answers with the lexical engine when the model is not there, and says so', async () => {
    server = await startServer({ ...settings(), EARSHOT_MODEL_DIR: join(folder.path, 'no-model') })
    const { parts } = await (await fetch(`${server.url}/readyz`)).json()
    expect(parts.model).toMatch(/^fallback: the lexical engine/)
    expect(server.output()).toMatch(/lexical/)
    const customer = await CustomerClient.connect(server.url)
    const answer = await customer.say('how do I get an invoice')
    expect(answer.sources.map(({ url }) => url)).toEqual(['/help/get-an-invoice'])
    customer.close()
  })

  it('starts empty with EARSHOT_DEMO=0, with the admin the environment names', async () => {
    const empty = await makeDataFolder()
    server = await startServer({
      EARSHOT_DATA_DIR: empty.path,
      EARSHOT_DEMO: '0',
      EARSHOT_ADMIN_EMAIL: 'ada@example.com',
      EARSHOT_ADMIN_PASSWORD: 'a long enough password',
      EARSHOT_ASSISTANT_NAME: 'Vos & <Co>',
    })
    const login = (email: string, password: string) =>
      fetch(`${server?.url}/api/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
    expect((await login('ada@example.com', 'a long enough password')).status).toBe(200)
    expect((await login('lotte@techgear.example', 'earshot-demo')).status).toBe(403)
    expect(await (await fetch(`${server.url}/api/login-hints`)).json()).toEqual({ demo: false, logins: [] })
    expect(server.output()).not.toContain('earshot-demo')
    for (const path of ['/', '/help', '/help/some-article']) {
      const page = await (await fetch(`${server.url}${path}`)).text()
      expect(page).toContain('Vos &amp; &lt;Co>')
      expect(page).toContain('src="/widget.js"')
      expect(page).not.toContain('TechGear')
    }
    await server.kill()
    await empty.remove()
  })
})

describe('stopping', () => {
  it('finishes the turns under way, refuses new ones and ends with 0 within 10 s', async () => {
    server = await startServer(settings())
    const customer = await CustomerClient.connect(server.url)
    await customer.send('where is my order')
    const started = performance.now()
    expect(await server.stop()).toBe(0)
    expect(performance.now() - started).toBeLessThan(10_000)
    server = await startServer(settings())
    const again = await CustomerClient.connect(server.url, customer.token)
    await again.resume()
    expect(again.inOrder().map(({ author }) => author)).toEqual(['customer', 'assistant'])
    again.close()
  })
})

describe('running for a while', () => {
  it('holds at most 700 MB after 1,000 turns', async () => {
    server = await startServer({ ...settings(), LOG_LEVEL: 'warn' })
    const { url, child } = server
    const questions = ['where is my order', 'how do I get an invoice', 'hello', 'do you ship to Norway', 'thanks']
    // 200 customers with five questions each: nobody repeats themselves into a handoff.
    for (let batch = 0; batch < 10; batch++) {
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          const customer = await CustomerClient.connect(url)
          for (const question of questions) await customer.say(question)
          customer.close()
        }),
      )
    }
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
    const residentMb = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
    console.log(`resident after 1,000 turns: ${Math.round(residentMb)} MB`)
    expect(residentMb).toBeLessThanOrEqual(700)
  })
})

import { startAssistant } from './assistant.ts'
import type { LoginHints } from './company.ts'
import { compose, type Foundations } from './compose.ts'
import { type Config, readConfig } from './config/index.ts'
import { type Door, openDoor } from './gateway/index.ts'
import { createLog, type Log } from './log.ts'
import { holdStorage, openStorage } from './storage.ts'

/** A stop that takes longer than this is cut short; what was acknowledged is stored either way. */
const STOP_MS = 10_000
/** A start that takes longer says why. */
const PATIENCE_MS = 4_000

/** Starts the server and stays until it is told to stop. Everything that can go wrong at the start is one sentence. */
async function main(): Promise<void> {
  const config = readConfig()
  const log = createLog(config.logLevel, config.nodeName)
  const closers: (() => Promise<void>)[] = []
  let starting: Promise<unknown> = Promise.resolve()
  let stopping = false

  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.write('info', 'server.stopping', { signal })
    setTimeout(() => {
      log.error(new Error('The stop took longer than 10 s and was cut short.'))
      process.exit(1)
    }, STOP_MS).unref()
    // A start under way is finished first: half-opened parts can't be closed in order.
    await starting.catch(() => {})
    for (const close of closers.reverse()) await close()
    log.write('info', 'server.stopped')
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)

  const start = async () => {
    const held = await holdStorage(config)
    closers.push(held.release)
    const door = await openDoor(config)
    closers.push(door.close)
    const foundations = await openFoundations(config, door, log)
    closers.push(
      () => foundations.storage.close(),
      () => foundations.assistant.close(),
    )
    const running = await compose(config, foundations, log)
    closers.push(running.close)
    return { ...running, port: door.port, warmUp: foundations.assistant.understander.warmUp }
  }
  const started = start()
  starting = started
  try {
    const running = await started
    if (stopping) return
    announce(config, running.port, running.hints, log)
    await running.warmUp()
  } catch (error) {
    for (const close of closers.reverse()) await close()
    throw error
  }
}

/** Opens database and assistant side by side, and tells at the door how far they are. When one fails, the other is closed again. */
async function openFoundations(config: Config, door: Door, log: Log): Promise<Foundations> {
  const parts = { database: 'opening', model: 'loading', intents: 'loading' }
  door.tell(async () => ({ ready: false, parts }))
  const patience = setTimeout(() => {
    if (config.logLevel !== 'silent')
      console.log('\n  Reading intents and articles, once; the first start takes about half a minute.')
  }, PATIENCE_MS)
  const [storage, assistant] = await Promise.allSettled([
    openStorage(config, log).then((opened) => {
      parts.database = 'ok'
      return opened
    }),
    startAssistant(config, log).then((started) => {
      Object.assign(parts, { model: 'ok', intents: 'ok' })
      return started
    }),
  ])
  clearTimeout(patience)
  if (storage.status === 'fulfilled' && assistant.status === 'fulfilled') {
    return { door, storage: storage.value, assistant: assistant.value }
  }
  if (storage.status === 'fulfilled') await storage.value.close()
  if (assistant.status === 'fulfilled') await assistant.value.close()
  throw storage.status === 'rejected' ? storage.reason : assistant.status === 'rejected' ? assistant.reason : null
}

function announce(config: Config, port: number, hints: LoginHints, log: Log): void {
  log.write('info', 'server.ready', { port, readyMs: Math.round(performance.now()) })
  if (config.logLevel === 'silent') return
  const address = config.publicUrl ?? `http://localhost:${port}`
  const lines = [
    '',
    '  Earshot is ready.',
    `  ${hints.demo ? 'Shop' : 'Page'} with the widget   ${address}/`,
    `  Console                ${address}/console`,
  ]
  if (hints.demo) {
    lines.push('', `  Demo logins, all with the password ${hints.password} (EARSHOT_DEMO=0 ends this):`)
    for (const { name, email, role } of hints.logins) lines.push(`    ${email.padEnd(34)} ${name}, ${role}`)
  }
  console.log(`${lines.join('\n')}\n`)
}

main().catch((error: unknown) => {
  console.error(`\nEarshot did not start.\n${error instanceof Error ? error.message : error}\n`)
  if (process.env.LOG_LEVEL === 'debug') console.error(error)
  process.exit(1)
})

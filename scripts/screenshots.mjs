import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { io } from 'socket.io-client'
import { endWithNpm } from './setup/end-with-npm.mjs'
import { setUpOrExit } from './setup.mjs'
import { findChromium } from './test/suites.mjs'

// `npm run screenshots`: plays a day at TechGear against the built server and photographs it for the README, into
// docs/images/. `-- --all DIR` photographs every screen instead, light and dark, wide and narrow, into DIR.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const LONGEST_WAIT_MS = 30_000
const LARGEST_IMAGE_BYTES = 300_000
const PASSWORD = 'earshot-demo'
const SCHEMES = ['light', 'dark']
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }

endWithNpm()
await setUpOrExit()
const all = process.argv.indexOf('--all')
const folder = all === -1 ? join(root, 'docs/images') : resolve(process.argv[all + 1] ?? 'screens')
mkdirSync(folder, { recursive: true })
const executablePath = findChromium()
if (executablePath === null) {
  console.error('Chromium is missing: install it (on Debian the package chromium) or set CHROMIUM_PATH.')
  process.exit(1)
}

const sockets = []
const server = await startServer()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
try {
  await photograph()
} finally {
  for (const socket of sockets) socket.disconnect()
  await browser.close()
  await server.stop()
}

async function photograph() {
  const lotte = await openPage()
  await logIn(lotte, 'lotte@techgear.example')
  const team = await Promise.all(['sam', 'jonas', 'amelie'].map(goOnline))
  await playTheDay(team)
  const shop = await talkInWidget(lotte)
  const eva = await openPage()
  await logIn(eva, 'eva@techgear.example')
  await eva.goto(`${server.url}/console#/trends`)
  await eva
    .getByRole('button', { name: /Open the conversations tagged/ })
    .first()
    .waitFor()
  if (all === -1) await photographFaces(shop, lotte, eva)
  else await photographEverything(shop, lotte, eva)
}

/** The three faces of the README. */
async function photographFaces(shop, lotte, eva) {
  const window = { width: 1200, height: 800 }
  await shop.setViewportSize(window)
  // From the answer with its source to the person who took over.
  const source = shop.getByRole('link', { name: /^From: Late parcel/ })
  await source.evaluate((link) => link.scrollIntoView({ block: 'start' }))
  await shop.getByRole('log').evaluate((log) => log.scrollBy(0, -30))
  const faces = { widget: [shop, window], console: [lotte, WIDE], trends: [eva, WIDE] }
  for (const [name, [page, size]] of Object.entries(faces)) {
    for (const scheme of SCHEMES) await shoot(page, `${name}-${scheme}`, size, scheme)
  }
}

async function photographEverything(shop, lotte, eva) {
  const shootAll = async (page, name) => {
    for (const scheme of SCHEMES) {
      await shoot(page, `${name}-wide-${scheme}`, WIDE, scheme)
      await shoot(page, `${name}-narrow-${scheme}`, NARROW, scheme)
    }
    await page.setViewportSize(WIDE)
  }
  const fresh = await openPage()
  await fresh.goto(server.url)
  await shootAll(fresh, 'shop')
  await fresh.getByRole('button', { name: /^Open the chat/ }).click()
  await shootAll(fresh, 'widget-welcome')
  for (const [path, name] of [
    ['/help', 'help'],
    ['/help/track-your-order', 'help-article'],
  ]) {
    await fresh.goto(server.url + path)
    await fresh
      .getByRole('button', { name: /the chat/ })
      .first()
      .waitFor()
    await shootAll(fresh, name)
  }
  const stranger = await openPage()
  await stranger.goto(`${server.url}/console`)
  await stranger.getByRole('heading', { name: 'Demo accounts' }).waitFor()
  await shootAll(stranger, 'login')

  await shootAll(shop, 'widget-conversation')
  await shootAll(lotte, 'console-conversation')
  const opened = lotte.url()
  await lotte.goto(`${server.url}/console#/`)
  await lotte.getByText('No conversation is open').waitFor()
  await shootAll(lotte, 'console-list')
  await lotte.goto(opened)
  await lotte.getByRole('button', { name: 'Resolve and ask for a rating' }).click()
  const good = shop.getByRole('radio', { name: 'Good', exact: true })
  await good.waitFor()
  await good.check({ force: true })
  await shootAll(shop, 'widget-rating')
  await shop.getByRole('button', { name: 'Send rating' }).click()
  await shop.getByText('You rated this conversation').waitFor()
  await shootAll(shop, 'widget-rated')
  await shootAll(lotte, 'console-resolved')
  await lotte.getByRole('button', { name: 'Why', exact: true }).last().click()
  await shoot(lotte, 'console-why-wide-light', WIDE, 'light')

  await shootAll(eva, 'trends')
  await shoot(eva, 'trends-whole-light', { width: 1440, height: 2000 }, 'light')
  await eva
    .getByRole('button', { name: /Open the escalated conversations/ })
    .first()
    .click()
  await eva.getByRole('dialog').getByRole('link').first().waitFor()
  await shootAll(eva, 'trends-behind')
}

async function shoot(page, name, size, colorScheme) {
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  // Charts and fonts follow the new size and scheme a moment later.
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(250)
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, caret: 'hide', animations: 'disabled' })
  const bytes = statSync(path).size
  if (bytes > LARGEST_IMAGE_BYTES && all === -1) throw new Error(`${path} has ${bytes} bytes, too many for a README.`)
  console.log(`${path} (${Math.round(bytes / 1024)} kB)`)
}

async function openPage() {
  const context = await browser.newContext({
    viewport: WIDE,
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(LONGEST_WAIT_MS)
  return context.newPage()
}

async function logIn(page, email) {
  await page.goto(`${server.url}/console`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByText('Live', { exact: true }).first().waitFor()
}

/** Conversations with different ends, by customers and agents who speak the protocol. */
async function playTheDay([sam, jonas, amelie]) {
  await chat(['hi', 'do you ship to Norway', 'and what does express delivery cost', 'perfect, thank you!'])
  await chat(['which laptop should I buy for video editing', 'thanks, very helpful'])
  await chat(['can I pay with paypal', 'how do gift cards work'])
  await chat(['my bluetooth headphones will not pair'])
  await chat(['how long is the warranty', 'great, that is better than I thought'])
  await chat(['where can I recycle an old tablet'])

  const charged = await chat(['I was charged twice for the same order', 'please let me talk to a person'])
  await help(charged, sam, ['Hello, I see both charges. The second one goes back today.'], 'thank you so much', 5)
  const broken = await chat(['my laptop does not turn on any more', 'tried that, nothing works. I want a person'])
  await help(broken, jonas, ['Hello, let us check the charger first. Which light is on?'], 'no light at all', null)
  const money = await chat([
    'I sent my tablet back three weeks ago, where is my refund',
    'that does not help. This is ridiculous, I want my money back',
  ])
  await help(money, amelie, ['I have found your return. The refund is booked for tomorrow.'], 'finally', 3)
  const label = await chat(['I need a return label', 'I want to talk to a person'])
  await help(label, amelie, ['Here it comes by e-mail.'], null, null)
  await chat(['someone else has logged in to my account, I want to talk to a person'])
}

async function chat(texts) {
  const customer = await openCustomer()
  for (const text of texts) await customer.say(text)
  return customer
}

/** The agent accepts, or takes over what was queued, answers, and resolves where the customer rates. */
async function help(customer, agent, replies, thanks, rating) {
  await agent.act(customer.conversationId, 'accept')
  for (const text of replies) await agent.reply(customer.conversationId, text)
  if (thanks) await customer.send(thanks)
  if (rating === null) return
  await agent.act(customer.conversationId, 'resolve')
  await customer.ask('rating:send', { conversationId: customer.conversationId, rating, comment: null })
}

/** The conversation of the pictures, in a real widget: from a question to the person at `console`. */
async function talkInWidget(console) {
  const page = await openPage()
  await page.goto(server.url)
  await page.getByRole('button', { name: /^Open the chat/ }).click()
  const log = page.getByRole('log', { name: 'Conversation' })
  const say = async (text) => {
    const field = page.getByRole('textbox', { name: 'Your message' })
    await field.fill(text)
    await field.press('Enter')
  }
  const sources = log.getByRole('link', { name: /^From: / })
  await say('where can I see how far my parcel is? The number is TG-104233')
  await sources.first().waitFor()
  await say('my order was supposed to arrive last week and it still has not come')
  // An answer or already the handoff: both show before the next message is written.
  await sources.nth(1).or(log.getByText('a person')).first().waitFor()
  await say('this is the third time I am asking. It is ridiculous, nobody helps me')
  await console.getByRole('region', { name: 'Offered to me' }).getByRole('button', { name: 'Accept' }).click()
  const reply = console.getByRole('textbox', { name: 'Reply' })
  await reply.fill('Hello, I am Lotte. Your parcel is at the depot in Utrecht; I have asked them to bring it today.')
  await reply.press('Enter')
  await log.getByText('I am Lotte').waitFor()
  await say('ok. How long does a refund take if it does not come?')
  await console.getByRole('region', { name: 'Suggested replies' }).waitFor()
  return page
}

/** An agent online by cookie and socket, without a browser. */
async function goOnline(name) {
  const response = await post('/api/login', { email: `${name}@techgear.example`, password: PASSWORD })
  const cookie = response.headers.getSetCookie()[0].split(';')[0]
  await connect('/console', { extraHeaders: { cookie } })
  const act = (id, action, body = {}) => post(`/api/console/conversations/${id}/${action}`, body, cookie)
  return {
    act,
    async reply(id, text) {
      const detail = await fetch(`${server.url}/api/console/conversations/${id}`, { headers: { cookie } })
      const { messages } = await detail.json()
      const lastSeenSeq = Math.max(0, ...messages.map(({ seq }) => seq ?? 0))
      await act(id, 'reply', { clientMessageId: randomUUID(), text, lastSeenSeq })
    },
  }
}

/** A customer by token and socket, who waits for each answer. */
async function openCustomer() {
  const { token } = await (await post('/api/customer/sessions', {})).json()
  const socket = await connect('/customer', { auth: { token } })
  const ask = async (event, payload) => {
    const ack = await socket.timeout(LONGEST_WAIT_MS).emitWithAck(event, payload)
    if (!ack.ok) throw new Error(ack.error.message)
    return ack.result
  }
  const customer = {
    conversationId: '',
    ask,
    async send(text) {
      const { message } = await ask('message:send', { clientMessageId: randomUUID(), text })
      customer.conversationId = message.conversationId
    },
    async say(text) {
      const answered = new Promise((resolve) => {
        socket.on('message:new', ({ author }) => author === 'assistant' && resolve())
      })
      await customer.send(text)
      await answered
    },
  }
  return customer
}

async function connect(namespace, options) {
  const socket = io(server.url + namespace, { transports: ['websocket'], forceNew: true, ...options })
  sockets.push(socket)
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

async function post(path, body, cookie) {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
  return response
}

/** The built server on a free port, with an empty data folder of its own and what earlier starts have computed. */
async function startServer() {
  const data = mkdtempSync(join(tmpdir(), 'earshot-screenshots-'))
  const cache = join(root, 'data/cache')
  if (existsSync(cache)) cpSync(cache, join(data, 'cache'), { recursive: true })
  const port = await freePort()
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      EARSHOT_DATA_DIR: data,
      EARSHOT_OFFER_SECONDS: '600',
      EARSHOT_TIME_ZONE: 'Europe/Amsterdam',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`)
    await new Promise((done) => setTimeout(done, 100))
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}

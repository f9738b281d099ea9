import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from '../test/suites.mjs'
import { PASSWORD } from './people.mjs'

const LONGEST_WAIT_MS = 30_000
/** Above this a picture is too heavy for a README. */
const LARGEST_IMAGE_BYTES = 300_000
export const SCHEMES = ['light', 'dark']
export const WIDE = { width: 1440, height: 900 }
export const NARROW = { width: 390, height: 844 }

/** A browser that photographs into `folder`; null where there is no Chromium. */
export async function openCamera(folder, isForReadme) {
  const executablePath = findChromium()
  if (executablePath === null) return null
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })

  async function shoot(page, name, size, colorScheme) {
    await page.mouse.move(0, 0)
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Charts and fonts follow the new size and scheme a moment later.
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(250)
    const path = join(folder, `${name}.png`)
    await page.screenshot({ path, caret: 'hide', animations: 'disabled' })
    const bytes = statSync(path).size
    if (bytes > LARGEST_IMAGE_BYTES && isForReadme)
      throw new Error(`${path} has ${bytes} bytes, too many for a README.`)
    console.log(`${path} (${Math.round(bytes / 1024)} kB)`)
  }

  return {
    shoot,
    /** Light and dark, wide and narrow. */
    async shootAll(page, name) {
      for (const scheme of SCHEMES) {
        await shoot(page, `${name}-wide-${scheme}`, WIDE, scheme)
        await shoot(page, `${name}-narrow-${scheme}`, NARROW, scheme)
      }
      await page.setViewportSize(WIDE)
    },
    async openPage() {
      const context = await browser.newContext({
        viewport: WIDE,
        locale: 'en-GB',
        timezoneId: 'Europe/Amsterdam',
        reducedMotion: 'reduce',
      })
      context.setDefaultTimeout(LONGEST_WAIT_MS)
      return context.newPage()
    },
    close: () => browser.close(),
  }
}

export async function logIn(page, url, name) {
  await page.goto(`${url}/console`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(`${name}@techgear.example`)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByText('Live', { exact: true }).first().waitFor()
}

/**
 * The built server on a free port, with a data folder of its own, what earlier starts have computed, and what each of
 * `past`, the words of a command, puts into it before.
 */
export async function startServer(root, { past = [], env = {} } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'earshot-screenshots-'))
  const cache = join(root, 'data/cache')
  if (existsSync(cache)) cpSync(cache, join(data, 'cache'), { recursive: true })
  const port = await freePort()
  const environment = {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
    EARSHOT_DATA_DIR: data,
    EARSHOT_OFFER_SECONDS: '600',
    EARSHOT_TIME_ZONE: 'Europe/Amsterdam',
    ...env,
  }
  const run = (parameters, output) =>
    spawn(process.execPath, parameters, { cwd: root, env: environment, stdio: ['ignore', output, 'inherit'] })
  for (const words of past) {
    const [code] = await once(run(['scripts/earshot.mjs', ...words], 'inherit'), 'exit')
    if (code === 0) continue
    rmSync(data, { recursive: true, force: true })
    throw new Error(`earshot ${words.join(' ')} ended with ${code}.`)
  }
  const child = run(['dist/server/main.js'], 'ignore')
  const url = `http://127.0.0.1:${environment.PORT}`
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

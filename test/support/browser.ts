import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'
// @ts-expect-error plain JavaScript
import { findChromium } from '../../scripts/test/suites.mjs'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** Longer than a turn takes on a busy machine, shorter than the limit of a test. */
const LONGEST_WAIT_MS = 15_000
/** What the browser says while no server listens or one is starting; expected where a test has killed it. */
const NO_SERVER =
  /ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to|status of 503/

export type Scheme = 'light' | 'dark'

/** One person's browser: its own cookies and storage, one page, and everything that went wrong in it. */
export interface Person {
  page: Page
  context: BrowserContext
  /** Fails with every policy violation, console error, uncaught error and failed request since the last look. */
  expectClean(): void
  /** From now on complaints that match are expected: `NO_SERVER` where none is given. */
  expectComplaints(expected?: RegExp): void
  close(): Promise<void>
}

export function launchBrowser(): Promise<Browser> {
  const executablePath: string | null = findChromium()
  if (executablePath === null) throw new Error('Chromium is missing: install it or set CHROMIUM_PATH.')
  return chromium.launch({ executablePath, headless: true, args: FLAGS })
}

/** A person at a screen of this size, who wants nothing to move. */
export async function openBrowserFor(
  browser: Browser,
  { width = 1280, height = 800, scheme = 'light' as Scheme } = {},
): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
  })
  context.setDefaultTimeout(LONGEST_WAIT_MS)
  const complaints: string[] = []
  const expected: RegExp[] = []
  const complain = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text)
  }
  await context.exposeBinding('reportPolicyViolation', (_source, text: string) => complain(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { reportPolicyViolation(text: string): void }).reportPolicyViolation // bound above
      report(
        `Policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sample} on ${event.documentURI}`,
      )
    })
  })
  context.on('page', (page) => listen(page, complain))
  const page = await context.newPage()
  return {
    page,
    context,
    expectClean: () => expect(complaints.splice(0)).toEqual([]),
    expectComplaints: (pattern = NO_SERVER) => void expected.push(pattern),
    close: () => context.close(),
  }
}

function listen(page: Page, complain: (text: string) => void): void {
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const { url } = message.location()
    // The console asks who is logged in; before the login the answer is "nobody".
    if (url.endsWith('/api/me') && message.text().includes('status of 401')) return
    complain(`Console error: ${message.text()} at ${url}`)
  })
  page.on('pageerror', (error) => complain(`Uncaught error: ${error.stack ?? error.message}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // A page that is left takes its open requests with it.
    if (reason !== 'net::ERR_ABORTED') complain(`Failed request: ${request.url()} ${reason}`)
  })
}

/** What axe finds serious or critical on the page as it stands, one line each; it looks into shadow roots too. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(' ')}: ${failureSummary}`),
    )
}

/** Pixels by which the page is wider than its window. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** The widget on a page, as its customer sees it: by roles and names only. */
export function chatOn(page: Page) {
  const panel = page.getByRole('dialog')
  const log = panel.getByRole('log', { name: 'Conversation' })
  const composer = panel.getByRole('textbox', { name: 'Your message' })
  return {
    launcher: page.getByRole('button', { name: /^(Open|Close) the chat with/ }),
    panel,
    log,
    composer,
    open: () => page.getByRole('button', { name: /^Open the chat/ }).click(),
    async send(text: string): Promise<void> {
      await composer.fill(text)
      await composer.press('Enter')
    },
    /** The link to the article an answer names. */
    source: (article: string): Locator => log.locator(`a[href$="/help/${article}"]`),
  }
}

/** Logs in through the form. */
export async function logIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}/console`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByRole('navigation', { name: 'Places' }).waitFor()
}

/** The console, as somebody at it sees it: by roles and names only. */
export function consoleOn(page: Page) {
  const writing = page.getByRole('region', { name: 'Write' })
  return {
    section: (name: string) => page.getByRole('region', { name, exact: true }),
    messages: page.getByRole('log', { name: 'Messages' }),
    about: page.getByRole('complementary', { name: 'About this conversation' }),
    reply: writing.getByRole('textbox', { name: 'Reply' }),
    note: writing.getByRole('textbox', { name: 'Note' }),
    /** Turns the composer to replies or notes. */
    write: (kind: 'Reply' | 'Note') => writing.getByText(kind, { exact: true }).click(),
    live: page.getByText('Live', { exact: true }),
  }
}

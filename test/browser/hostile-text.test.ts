import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../support/agent-client.ts'
import {
  chatOn,
  consoleOn,
  launchBrowser,
  logIn,
  openBrowserFor,
  type Person,
  sidewaysScroll,
} from '../support/browser.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'

/** Each would leave a mark on `window` or break the page if it were taken for anything but text. */
const HOSTILE = [
  '<img src=x onerror="window.ran=1">',
  '<script>window.ran=2</script><style>*{display:none}</style>',
  '[a parcel](javascript:window.ran=3) <a href="javascript:window.ran=4">b parcel</a>',
  '\u202egnihtyreve sesrever siht\u2066 order \u200f',
  `${'W'.repeat(3_990)} the end`,
]
/** What can be looked for of each: its beginning. Characters that turn the direction of others are gone. */
const shown = (text: string) => text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '').slice(0, 24)

describe('text that would be code, or larger than the page', () => {
  let browser: Browser
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let server: ServerProcess
  let customer: Person
  let agent: Person

  beforeAll(async () => {
    folder = await makeDataFolder()
    const settings = { EARSHOT_DATA_DIR: folder.path, EARSHOT_OFFER_SECONDS: '120' }
    ;[browser, server] = await Promise.all([launchBrowser(), startServer(settings)])
    customer = await openBrowserFor(browser)
    agent = await openBrowserFor(browser)
    await logIn(agent.page, server.url, 'lotte@techgear.example', DEMO_PASSWORD)
    await consoleOn(agent.page).live.waitFor()
    await customer.page.goto(server.url)
    await chatOn(customer.page).open()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill()
    await folder?.remove()
  })

  it('is text in the widget and in the console when a customer writes it', async () => {
    const chat = chatOn(customer.page)
    const desk = consoleOn(agent.page)
    await chat.send(`I want to talk to a person about my order ${HOSTILE[0]}`)
    await desk.section('Offered to me').getByRole('button', { name: 'Accept' }).click()
    for (const text of HOSTILE) await chat.send(text)
    await expectHarmless(customer.page, chat.log)
    await expectHarmless(agent.page, desk.messages)
    // The packet quotes the customer.
    await desk.about
      .getByText(shown(HOSTILE[0] ?? ''))
      .first()
      .waitFor()
  })

  it('is text in the widget and in the console when an agent replies it', async () => {
    const desk = consoleOn(agent.page)
    const chat = chatOn(customer.page)
    for (const [index, text] of HOSTILE.entries()) {
      await desk.reply.fill(text)
      await desk.reply.press('Enter')
      await expect.poll(() => chat.log.locator('[data-author=agent]').count()).toBe(index + 1)
    }
    await expectHarmless(customer.page, chat.log.locator('[data-author=agent]'))
    await expectHarmless(agent.page, desk.messages)
  })

  it('is text in the console when it stands in a note', async () => {
    const desk = consoleOn(agent.page)
    await desk.write('Note')
    for (const [index, text] of HOSTILE.entries()) {
      await desk.note.fill(text)
      await desk.note.press('Enter')
      await expect.poll(() => desk.messages.getByText('Note, only for the team').count()).toBe(index + 1)
    }
    await expectHarmless(agent.page, desk.messages)
  })

  it('leaves no screen wider than its window', async () => {
    for (const width of [1280, 375]) {
      for (const { page } of [customer, agent]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await sidewaysScroll(page)).toBe(0)
      }
      expect(await overflow(chatOn(customer.page).log)).toBe(0)
      expect(await overflow(consoleOn(agent.page).messages)).toBe(0)
    }
    await agent.page.goto(`${server.url}/console#/`)
    await agent.page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first().waitFor()
    expect(await sidewaysScroll(agent.page)).toBe(0)
  })

  it('comes back harmless after a reload, and breaks no policy anywhere', async () => {
    await customer.page.reload()
    const chat = chatOn(customer.page)
    if (!(await chat.panel.isVisible())) await chat.open()
    await expectHarmless(customer.page, chat.log)
    customer.expectClean()
    agent.expectClean()
  })
})

async function expectHarmless(page: Page, where: Locator): Promise<void> {
  for (const text of HOSTILE) await where.getByText(shown(text), { exact: false }).first().waitFor()
  expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined()
  // What is still on its way is the writer's own; what the server has is cleaned.
  await expect
    .poll(async () => (await where.allInnerTexts()).join(), { timeout: 15_000 })
    .not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  expect(await where.locator('img, script, style, a[href^="javascript:" i]').count()).toBe(0)
}

/** Pixels by which the content of a scrolling place is wider than it. */
const overflow = (place: Locator) => place.evaluate((element) => element.scrollWidth - element.clientWidth)

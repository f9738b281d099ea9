import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AgentClient, DEMO_PASSWORD } from '../support/agent-client.ts'
import {
  chatOn,
  consoleOn,
  launchBrowser,
  logIn,
  openBrowserFor,
  type Person,
  type Scheme,
  seriousFindings,
  sidewaysScroll,
} from '../support/browser.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'

const WIDTHS = [1280, 375]
const SCHEMES: Scheme[] = ['light', 'dark']

let browser: Browser
let folder: Awaited<ReturnType<typeof makeDataFolder>>
let server: ServerProcess

beforeAll(async () => {
  folder = await makeDataFolder()
  const settings = { EARSHOT_DATA_DIR: folder.path, EARSHOT_OFFER_SECONDS: '300' }
  ;[browser, server] = await Promise.all([launchBrowser(), startServer(settings)])
})
afterAll(async () => {
  await browser?.close()
  await server?.kill()
  await folder?.remove()
})

/** Looks at one screen in light and dark, wide and narrow: axe finds nothing serious, and nothing sticks out. */
async function expectAccessible({ page, expectClean }: Person): Promise<void> {
  const findings: string[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      for (const finding of await seriousFindings(page)) findings.push(`${width} ${colorScheme}: ${finding}`)
    }
    if ((await sidewaysScroll(page)) > 0) findings.push(`${width}: the page scrolls sideways`)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(findings).toEqual([])
  expectClean()
}

describe('the shop and the widget', () => {
  let customer: Person
  beforeAll(async () => {
    customer = await openBrowserFor(browser)
    await customer.page.goto(server.url)
  })
  afterAll(() => customer?.close())

  it('are accessible with the widget closed', async () => {
    await chatOn(customer.page).launcher.waitFor()
    await expectAccessible(customer)
  })

  it('are accessible with the widget open', async () => {
    await chatOn(customer.page).open()
    await chatOn(customer.page).panel.getByRole('heading', { name: 'Hello. What can we help with?' }).waitFor()
    await expectAccessible(customer)
  })

  it('are accessible in a conversation', async () => {
    const chat = chatOn(customer.page)
    await chat.send('how many days do I have to send something back?')
    await chat.source('return-an-item').waitFor()
    await chat.send('do you know a good recipe for lentil soup')
    await expect.poll(() => chat.log.locator('[data-author=assistant]').count()).toBe(2)
    await expectAccessible(customer)
  })

  it('are accessible while the customer rates, and afterwards', async () => {
    const chat = chatOn(customer.page)
    const eva = await AgentClient.login(server.url, 'eva@techgear.example')
    const [conversation] = (await eva.inbox()).conversations
    await eva.act(conversation?.id ?? '', 'accept')
    await eva.act(conversation?.id ?? '', 'resolve')
    await chat.panel.getByRole('radio', { name: 'Good', exact: true }).check()
    await expectAccessible(customer)
    await chat.panel.getByRole('button', { name: 'Send rating' }).click()
    await chat.panel.getByText('You rated this conversation: good.').waitFor()
    await expectAccessible(customer)
  })

  it('are accessible on the list of articles and on an article', async () => {
    const { page } = customer
    await page.goto(`${server.url}/help`)
    await page.locator('main a[href="/help/track-your-order"]').waitFor()
    await expectAccessible(customer)
    await page.goto(`${server.url}/help/track-your-order`)
    await page.getByRole('heading', { level: 1, name: 'Track your order' }).waitFor()
    await expectAccessible(customer)
  })
})

describe('the console', () => {
  let lotte: Person
  let eva: Person
  let customer: CustomerClient
  beforeAll(async () => {
    ;[lotte, eva] = await Promise.all([openBrowserFor(browser), openBrowserFor(browser)])
    customer = await CustomerClient.connect(server.url)
  })
  afterAll(async () => {
    customer?.close()
    await lotte?.close()
    await eva?.close()
  })

  it('is accessible at the login, also after a wrong password', async () => {
    const { page } = lotte
    lotte.expectComplaints(/status of 40[13].*\/api\/login$/)
    await page.goto(`${server.url}/console`)
    await page.getByRole('heading', { name: 'Demo accounts' }).waitFor()
    await expectAccessible(lotte)
    await page.getByRole('textbox', { name: 'E-mail' }).fill('lotte@techgear.example')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await expectAccessible(lotte)
  })

  it('is accessible without an open conversation, with an offer in the list', async () => {
    await logIn(lotte.page, server.url, 'lotte@techgear.example', DEMO_PASSWORD)
    await consoleOn(lotte.page).live.waitFor()
    await customer.say('my order was supposed to arrive last week and it still has not come')
    await customer.send('this is the third time I am asking. It is ridiculous, nobody helps me')
    await consoleOn(lotte.page).section('Offered to me').getByRole('button', { name: 'Accept' }).waitFor()
    await expectAccessible(lotte)
  })

  it('is accessible with an open conversation', async () => {
    const desk = consoleOn(lotte.page)
    await desk.section('Offered to me').getByRole('button', { name: 'Accept' }).click()
    await desk.about.getByRole('region', { name: 'Why you' }).waitFor()
    await customer.send('how long does a refund take?')
    await lotte.page.getByRole('region', { name: 'Suggested replies' }).waitFor()
    await desk.messages.getByRole('button', { name: 'Why', exact: true }).first().click()
    await expectAccessible(lotte)
  })

  it('is accessible while a conversation is passed on, and lets it be done by keyboard', async () => {
    const { page } = lotte
    await page.getByRole('heading', { level: 1 }).first().click()
    await page.keyboard.press('p')
    const dialog = page.getByRole('dialog', { name: /^Pass on / })
    for (const to of ['Another team', 'A colleague', 'Back to the queue']) {
      await dialog.getByRole('radio', { name: to }).check()
      await expectAccessible(lotte)
    }
    await dialog.getByRole('textbox', { name: /Note/ }).fill('Please ring the depot.')
    await dialog.getByRole('button', { name: 'Pass on' }).press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Back in the queue.').waitFor()
    // Nobody waits any more where nothing is open; else the queue would stand there.
    const lead = await AgentClient.login(server.url, 'eva@techgear.example')
    await lead.act(customer.conversation?.id ?? '', 'resolve')
    lead.disconnect()
    await page.goto(`${server.url}/console#/`)
    await page.getByText('No conversation is open').waitFor()
    lotte.expectClean()
  })

  it('is accessible to leads on a rule, on its dry run and on what rules did', async () => {
    const { page } = eva
    await logIn(page, server.url, 'eva@techgear.example', DEMO_PASSWORD)
    await page.goto(`${server.url}/console#/automation`)
    await page.getByRole('link', { name: /Follow up a waiting customer once/ }).click()
    await page.getByRole('button', { name: 'Try on the last 30 days' }).waitFor()
    await expectAccessible(eva)
    await page.getByRole('button', { name: 'Try on the last 30 days' }).click()
    await page.getByText(/^It would have acted/).waitFor()
    await expectAccessible(eva)
    await page.keyboard.press('Escape')
    await page.goto(`${server.url}/console#/automation/firings`)
    // What the conversations of the tests before have set off may stand here.
    await page.getByText('Nothing here yet').or(page.locator('.cc-done__row').first()).waitFor()
    await expectAccessible(eva)
  })

  it('is accessible to leads on the queue, which says who could take each and what keeps them', async () => {
    const { page } = eva
    const other = await CustomerClient.connect(server.url)
    await other.send('my laptop does not turn on any more, I want to talk to a person')
    await page.goto(`${server.url}/console#/`)
    const place = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Technical' }).last()
    await expect.poll(() => place.innerText()).toContain('Not here')
    await expectAccessible(eva)
    other.close()
  })

  it('is accessible to leads on the people, on one of them and on what is asked before removing them', async () => {
    const { page } = eva
    await page.goto(`${server.url}/console#/people`)
    await page.getByText('Nobody is open').waitFor()
    await expectAccessible(eva)
    await page.getByRole('link', { name: /Amélie Laurent/ }).click()
    await page.getByRole('region', { name: 'Edit Amélie Laurent' }).waitFor()
    await expectAccessible(eva)
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('dialog', { name: 'Remove Amélie Laurent?' }).waitFor()
    await expectAccessible(eva)
    await page.keyboard.press('Escape')
  })

  it('is accessible to leads on the trends', async () => {
    const { page } = eva
    await page.goto(`${server.url}/console#/trends`)
    await page
      .getByRole('button', { name: /Open the conversations tagged/ })
      .first()
      .waitFor()
    await expectAccessible(eva)
  })
})

describe('by keyboard alone', () => {
  it('a customer opens the widget, asks, reads and goes back to where they were', async () => {
    const { page, expectClean, close } = await openBrowserFor(browser)
    await page.goto(server.url)
    await chatOn(page).launcher.waitFor()
    await tabTo(page, /^Open the chat/)
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('Your message')
    await page.keyboard.type('how many days do I have to send something back?')
    await page.keyboard.press('Enter')
    await chatOn(page).source('return-an-item').waitFor()
    expect(await focused(page)).toBe('Your message')
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toMatch(/^Open the chat/)
    expect(await chatOn(page).panel.isVisible()).toBe(false)
    expectClean()
    await close()
  })

  it('an agent logs in, opens what is offered, accepts and replies', async () => {
    const customer = await CustomerClient.connect(server.url)
    const { page, expectClean, close } = await openBrowserFor(browser)
    const desk = consoleOn(page)
    await page.goto(`${server.url}/console`)
    await page.getByRole('heading', { name: 'Demo accounts' }).waitFor()
    await tabTo(page, /^E-mail/)
    await page.keyboard.type('lotte@techgear.example')
    await tabTo(page, /^Password/)
    await page.keyboard.type(DEMO_PASSWORD)
    await page.keyboard.press('Enter')
    await desk.live.waitFor()

    await customer.send('where is my parcel? I want to talk to a person')
    await desk.section('Offered to me').getByRole('button', { name: 'Accept' }).waitFor()
    await page.keyboard.press('j')
    await desk.about.getByRole('region', { name: 'Why you' }).waitFor()
    await page.keyboard.press('a')
    await expect.poll(() => focused(page)).toBe('Reply')
    await page.keyboard.type('I have it in front of me.')
    await page.keyboard.press('Enter')
    const reply = await customer.next(0, ({ author }) => author === 'agent')
    expect(reply).toMatchObject({ name: 'Lotte de Vries', text: 'I have it in front of me.' })
    expectClean()
    customer.close()
    await close()
  })
})

/** The name of what has the focus, as a label gives it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
    return element?.getAttribute('aria-label') ?? labels[0]?.innerText ?? ''
  })

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed++) {
    if (name.test(await focused(page))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${name}.`)
}

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../support/agent-client.ts'
import { chatOn, consoleOn, launchBrowser, logIn, openBrowserFor, type Person } from '../support/browser.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { freePort, type ServerProcess, startServer } from '../support/server-process.ts'

const NOTE = 'Depot says it is on the van. Do not promise a time.'
const REPLY = 'Hello, I have your parcel in front of me now.'
const THANKS = 'ok thank you, at least somebody answers'

/** The whole main job, as three people live it in their browsers; each step builds on the one before. */
describe('a conversation from the first question to the rating, in real browsers', () => {
  let browser: Browser
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let settings: Record<string, string>
  let server: ServerProcess
  let customer: Person
  let agent: Person
  let lead: Person

  beforeAll(async () => {
    folder = await makeDataFolder()
    settings = { EARSHOT_DATA_DIR: folder.path, PORT: String(await freePort()), EARSHOT_OFFER_SECONDS: '120' }
    ;[browser, server] = await Promise.all([launchBrowser(), startServer(settings)])
    ;[customer, agent, lead] = (await Promise.all([1, 2, 3].map(() => openBrowserFor(browser)))) as [
      Person,
      Person,
      Person,
    ] // three in, three out
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill()
    await folder?.remove()
  })

  it('answers three questions from the right articles and names them', async () => {
    await customer.page.goto(server.url)
    const chat = chatOn(customer.page)
    await chat.open()
    for (const [question, article] of [
      ['where can i see how far my parcel is', 'track-your-order'],
      ['how many days do I have to send something back?', 'return-an-item'],
      ['can i pay in three parts', 'pay-in-instalments'],
    ] as const) {
      await chat.send(question)
      await chat.source(article).waitFor()
    }
    expect(await chat.log.getByRole('link', { name: /^From: / }).count()).toBe(3)
    await chat.panel.getByRole('heading', { name: 'TechGear assistant' }).waitFor()
  })

  it('asks back when it does not know', async () => {
    const chat = chatOn(customer.page)
    const before = (await writers(customer)).length
    await chat.send('do you know a good recipe for lentil soup')
    await expect.poll(async () => (await writers(customer)).length, { timeout: 15_000 }).toBe(before + 2)
    expect((await writers(customer)).at(-1)).toBe('assistant')
    expect(await chat.log.getByRole('link', { name: /^From: / }).count()).toBe(3)
  })

  it('hands the angry customer over: the agent is offered the conversation', async () => {
    const desk = consoleOn(agent.page)
    await logIn(agent.page, server.url, 'lotte@techgear.example', DEMO_PASSWORD)
    await desk.live.waitFor()
    const chat = chatOn(customer.page)
    await chat.send('my order was supposed to arrive last week and it still has not come')
    await desk.section('Offered to me').getByRole('button', { name: 'Accept' }).waitFor()
    await chat.panel.getByRole('heading', { name: 'Waiting for a person' }).waitFor()
  })

  it('shows the agent the whole story on accepting', async () => {
    const desk = consoleOn(agent.page)
    await desk.section('Offered to me').getByRole('button', { name: 'Accept' }).click()
    const packet = desk.about.getByRole('region', { name: 'What happened so far' })
    const told = await packet.innerText()
    expect(told).toMatch(/Frustration passed the limit|This subject is for people/)
    expect(told).toContain('What upset them')
    expect(told).toContain('Track your order')
    expect(told.length).toBeGreaterThan(150)
    expect(await desk.messages.getByRole('article').count()).toBeGreaterThanOrEqual(10)
    await desk.about.getByRole('img', { name: /^Sentiment of 5 customer messages/ }).waitFor()
    await desk.about.getByRole('region', { name: 'Why you' }).waitFor()
  })

  it('brings the reply to the customer with the name of the person, and the answer back', async () => {
    const desk = consoleOn(agent.page)
    const chat = chatOn(customer.page)
    await desk.reply.fill(REPLY)
    await desk.reply.press('Enter')
    await chat.log.getByText(REPLY).waitFor()
    await chat.panel.getByRole('heading', { name: 'Lotte de Vries' }).waitFor()
    await chat.send(THANKS)
    await desk.messages.getByText(THANKS).waitFor()
  })

  it('keeps the note from the customer', async () => {
    const desk = consoleOn(agent.page)
    await desk.write('Note')
    await desk.note.fill(NOTE)
    await desk.note.press('Enter')
    await desk.messages.getByText('Note, only for the team').waitFor()
    await desk.messages.getByText(NOTE).waitFor()
    expect(await customer.page.getByText(NOTE).count()).toBe(0)
    await desk.write('Reply')
  })

  it('takes a corrected intent and a tag of the agent, one action each', async () => {
    const { page } = agent
    const desk = consoleOn(page)
    const question = desk.messages.getByRole('article').filter({ hasText: 'recipe for lentil soup' }).first()
    await question.getByRole('button', { name: /Correct the intent/ }).click()
    await page
      .getByRole('searchbox', { name: 'Correct the intent' })
      .or(page.getByRole('textbox', { name: 'Correct the intent' }))
      .fill('opening')
    await page.keyboard.press('Enter')
    await question.getByText('corrected by Lotte de Vries').waitFor()
    await desk.about.getByRole('button', { name: /Add a tag/ }).click()
    await page
      .getByRole('option', { name: /refunds/ })
      .first()
      .click()
    await desk.about.getByRole('button', { name: /Remove the tag refund/ }).waitFor()
  })

  it('lets the customer rate what the agent has resolved', async () => {
    const chat = chatOn(customer.page)
    await agent.page.getByRole('button', { name: 'Resolve and ask for a rating' }).click()
    await chat.panel.getByRole('radio', { name: 'Good', exact: true }).check()
    await chat.panel.getByRole('button', { name: 'Send rating' }).click()
    await chat.panel.getByText('You rated this conversation: good.').waitFor()
  })

  it('shows the lead tag, sentiment and rating, and the conversation behind a number', async () => {
    const { page } = lead
    await logIn(page, server.url, 'eva@techgear.example', DEMO_PASSWORD)
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Trends' }).click()
    await page.getByText('4.0 of 5').waitFor()
    await page.getByRole('button', { name: /Open the conversations tagged tracking/ }).waitFor()
    await page
      .getByText(/% of the messages are negative/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: /Open the conversations rated 4 of 5/ }).click()
    await page.getByRole('dialog').getByRole('link').first().click()
    await consoleOn(page).messages.getByText(REPLY).waitFor()
  })

  it('raises no error and breaks no policy on the way', () => {
    for (const person of [customer, agent, lead]) person.expectClean()
  })

  it('is all there after the server was killed and started again', async () => {
    const desk = consoleOn(agent.page)
    const chat = chatOn(customer.page)
    const shown = await writers(customer)
    for (const person of [customer, agent, lead]) person.expectComplaints()
    await server.kill()
    await agent.page.getByText('Reconnecting', { exact: true }).waitFor()
    server = await startServer(settings)

    await desk.live.waitFor()
    expect(await writers(customer)).toEqual(shown)
    await chat.send('one more thing, thank you')
    await desk.messages.getByText('one more thing, thank you').waitFor()
    await desk.messages.getByText(NOTE).waitFor()

    await Promise.all([customer.page.reload(), agent.page.reload()])
    await chat.log.getByText('one more thing, thank you').waitFor()
    expect((await writers(customer)).slice(0, shown.length)).toEqual(shown)
    expect(await customer.page.getByText(NOTE).count()).toBe(0)
    await desk.messages.getByText(NOTE).waitFor()
    await desk.messages.getByText(REPLY).waitFor()
    for (const person of [customer, agent]) person.expectClean()
  })
})

/** Who wrote each message of the customer's thread, in order. */
const writers = (person: Person): Promise<(string | null)[]> =>
  chatOn(person.page)
    .log.locator('[data-author]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-author')))

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AgentClient, DEMO_PASSWORD } from '../support/agent-client.ts'
import { chatOn, consoleOn, launchBrowser, logIn, openBrowserFor, type Person } from '../support/browser.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { freePort, type ServerProcess, startServer } from '../support/server-process.ts'

const WRITTEN_OFFLINE = ['my order number is TG-104233', 'and I am at home until six']
const REPLY = 'I will call the depot about it.'

describe('what is written while the server is down', () => {
  let browser: Browser
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let settings: Record<string, string>
  let server: ServerProcess
  let customer: Person
  let agent: Person

  beforeAll(async () => {
    folder = await makeDataFolder()
    settings = { EARSHOT_DATA_DIR: folder.path, PORT: String(await freePort()), EARSHOT_OFFER_SECONDS: '120' }
    ;[browser, server] = await Promise.all([launchBrowser(), startServer(settings)])
    customer = await openBrowserFor(browser)
    agent = await openBrowserFor(browser)

    await logIn(agent.page, server.url, 'lotte@techgear.example', DEMO_PASSWORD)
    await consoleOn(agent.page).live.waitFor()
    await customer.page.goto(server.url)
    await chatOn(customer.page).open()
    await chatOn(customer.page).send('where is my parcel? I want to talk to a person')
    await consoleOn(agent.page).section('Offered to me').getByRole('button', { name: 'Accept' }).click()
    await consoleOn(agent.page).about.getByRole('region', { name: 'Why you' }).waitFor()
    await chatOn(customer.page).panel.getByRole('heading', { name: 'Lotte de Vries' }).waitFor()
    for (const person of [customer, agent]) {
      person.expectClean()
      person.expectComplaints()
    }
    await server.kill()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill()
    await folder?.remove()
  })

  it('is kept on both sides, which say so', async () => {
    const chat = chatOn(customer.page)
    for (const text of WRITTEN_OFFLINE) await chat.send(text)
    await chat.panel.getByText('No connection.').waitFor()
    expect(await chat.log.getByText('Waits for the connection').count()).toBe(2)

    const desk = consoleOn(agent.page)
    await agent.page.getByText('The connection was lost and is being made again.').waitFor()
    await desk.reply.fill(REPLY)
    await desk.reply.press('Enter')
    await desk.messages.getByText('Not sent').waitFor()
    await desk.messages.getByText(REPLY).waitFor()
  })

  it('goes out once and in order when the server is back', async () => {
    server = await startServer(settings)
    const desk = consoleOn(agent.page)
    for (const text of WRITTEN_OFFLINE) await desk.messages.getByText(text).waitFor()

    // The customer has written meanwhile; the agent reads it, then decides that the reply still fits.
    await desk.messages.getByRole('button', { name: 'Try again' }).click()
    await chatOn(customer.page).log.getByText(REPLY).waitFor()

    const { messages } = await onlyConversation(server.url)
    const texts = messages.filter(({ author }) => author !== 'system').map(({ text }) => text)
    expect(texts.slice(-3)).toEqual([...WRITTEN_OFFLINE, REPLY])
    expect(new Set(texts).size).toBe(texts.length)
    expect(await chatOn(customer.page).log.getByText('Waits for the connection').count()).toBe(0)
    expect(await desk.messages.getByText('Not sent').count()).toBe(0)
    for (const person of [customer, agent]) person.expectClean()
  })

  it('leaves drafts as they were, on both sides, through a reload', async () => {
    const chat = chatOn(customer.page)
    const desk = consoleOn(agent.page)
    await chat.composer.fill('what I was about to say')
    await desk.reply.fill('what I was about to answer')
    await Promise.all([customer.page.reload(), agent.page.reload()])
    await expect.poll(() => chat.composer.inputValue()).toBe('what I was about to say')
    await expect.poll(() => desk.reply.inputValue()).toBe('what I was about to answer')
  })
})

async function onlyConversation(url: string) {
  const eva = await AgentClient.login(url, 'eva@techgear.example')
  const { conversations } = await eva.inbox()
  expect(conversations).toHaveLength(1)
  return eva.open(conversations[0]?.id ?? '')
}

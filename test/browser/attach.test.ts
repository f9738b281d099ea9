import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { DEMO_PASSWORD } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { chatOn, consoleOn, launchBrowser, logIn, openBrowserFor, seriousFindings } from '../support/browser.ts'
import { openTestDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

let browser: Browser
let database: Database
let app: TestApp

beforeAll(async () => {
  browser = await launchBrowser()
  database = await openTestDatabase()
  app = await startApp(database)
})
afterAll(async () => {
  await app?.close()
  await database?.close()
  await browser?.close()
})

/** A PNG of one white pixel that a browser can draw. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
  'base64',
)

it('lets a customer attach a photo by keyboard, and the agent see it', async () => {
  const { page, expectClean, expectComplaints, close } = await openBrowserFor(browser)
  await page.goto(app.url)
  const chat = chatOn(page)
  await chat.open()
  await chat.send('hello')
  await chat.log.locator('[data-author=assistant]').first().waitFor()

  const attach = chat.panel.getByRole('button', { name: 'Attach a photo or PDF' })
  const choose = async (name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser')
    await attach.focus()
    await page.keyboard.press('Enter')
    await (await chooser).setFiles({ name, mimeType: 'image/png', buffer })
  }
  expectComplaints(/status of 400/)
  await choose('page.png', Buffer.from('<html></html>'))
  await chat.panel.getByRole('alert').getByText('page.png is not attached. The file is none of JPEG').waitFor()
  await choose('crack.png', PIXEL)
  await chat.panel.getByRole('status').getByText('crack.png is attached').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await chat.send('this is how it looks')
  const small = chat.log.getByRole('button', { name: 'Open the picture crack.png' })
  await until('the picture', async () => (await small.locator('canvas').getAttribute('width')) === '1')
  await small.focus()
  await page.keyboard.press('Enter')
  const large = page.getByRole('dialog', { name: 'crack.png' })
  const download = page.waitForEvent('download')
  await large.getByRole('button', { name: 'Save' }).click()
  expect((await download).suggestedFilename()).toBe('crack.png')
  await page.keyboard.press('Escape')
  await large.waitFor({ state: 'hidden' })
  expect(await chat.panel.isVisible()).toBe(true)
  expectClean()
  await close()

  const agent = await openBrowserFor(browser)
  await logIn(agent.page, app.url, 'lotte@techgear.example', DEMO_PASSWORD)
  const [conversation] = await database.query<{ id: string }>('select id from conversations')
  await agent.page.goto(`${app.url}/console#/conversations/${conversation?.id}`)
  const file = consoleOn(agent.page).messages.getByRole('button', { name: 'Open the picture crack.png' })
  await file.waitFor()
  expect(await file.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  await file.click()
  const opened = agent.page.getByRole('dialog', { name: 'crack.png' })
  await opened.getByRole('link', { name: /^crack\.png \(1 kB\)/ }).waitFor()
  await agent.page.keyboard.press('Escape')
  await opened.waitFor({ state: 'hidden' })
  expect(await seriousFindings(agent.page)).toEqual([])
  agent.expectClean()
  await agent.close()
})

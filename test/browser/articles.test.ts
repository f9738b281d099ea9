import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../support/agent-client.ts'
import {
  chatOn,
  launchBrowser,
  logIn,
  openBrowserFor,
  type Person,
  seriousFindings,
  sidewaysScroll,
} from '../support/browser.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { freePort, type ServerProcess, startServer } from '../support/server-process.ts'
import { until } from '../support/wait.ts'

const QUESTION = 'How do I sharpen the blades of my robot mower?'

/** A lead teaches the assistant something, as the lead and a customer live it; each step builds on the one before. */
describe('an article from the first word to the answer, in real browsers', () => {
  let browser: Browser
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let server: ServerProcess
  let lead: Person
  let customer: Person

  beforeAll(async () => {
    folder = await makeDataFolder()
    const settings = { EARSHOT_DATA_DIR: folder.path, PORT: String(await freePort()) }
    ;[browser, server] = await Promise.all([launchBrowser(), startServer(settings)])
    lead = await openBrowserFor(browser)
    customer = await openBrowserFor(browser)
    await logIn(lead.page, server.url, 'eva@techgear.example', DEMO_PASSWORD)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill()
    await folder?.remove()
  })

  it('says by name what is missing, and keeps what was written', async () => {
    const { page } = lead
    await page.getByRole('link', { name: 'Articles' }).click()
    await page.getByRole('link', { name: 'New article' }).click()
    const form = page.getByRole('region', { name: 'New article' })
    await form.getByRole('textbox', { name: 'Title' }).fill('Sharpen the blades of a robot mower')
    lead.expectComplaints(/status of 400/)
    await form.getByRole('button', { name: 'Publish' }).click()
    await form.getByRole('alert').getByText('summary must not be empty').waitFor()
    expect(await form.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Sharpen the blades of a robot mower')
  })

  it('shows the text as customers will see it while it is written', async () => {
    const form = lead.page.getByRole('region', { name: 'New article' })
    await form.getByRole('textbox', { name: 'Summary' }).fill('How to sharpen the mower blades.')
    await form.getByRole('textbox', { name: 'Questions it answers' }).fill(QUESTION)
    await form.getByRole('textbox', { name: 'Text' }).fill('Sharpen them every **eight weeks** with a flat file.')
    const preview = form.getByRole('region', { name: 'Preview' })
    expect(await preview.locator('strong').innerText()).toBe('eight weeks')
    expect(await seriousFindings(lead.page)).toEqual([])
  })

  it('answers a customer from it within 2 s of publishing', async () => {
    const chat = chatOn(customer.page)
    await customer.page.goto(server.url)
    await chat.open()
    await lead.page.getByRole('button', { name: 'Publish' }).click()
    await lead.page
      .getByRole('region', { name: /^Edit Sharpen/ })
      .getByText('Published', { exact: true })
      .waitFor()
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    await chat.send(QUESTION)
    await chat.source('sharpen-the-blades-of-a-robot-mower').waitFor()
    await chat.log.getByText('eight weeks').waitFor()
  })

  it('compares versions and brings an older one back', async () => {
    const form = lead.page.getByRole('region', { name: /^Edit Sharpen/ })
    await form.getByRole('textbox', { name: 'Text' }).fill('Bring them to a workshop.')
    await form.getByRole('button', { name: 'Save without publishing' }).click()
    await form.getByText('Unpublished changes').waitFor()
    await form.getByRole('button', { name: 'History' }).click()
    const history = lead.page.getByRole('dialog', { name: /^History of/ })
    await history.getByText('Added: Bring them to a workshop.').waitFor()
    expect(await seriousFindings(lead.page)).toEqual([])
    await history.getByRole('button', { name: 'Bring version 1 back' }).click()
    await history.waitFor({ state: 'hidden' })
    expect(await form.getByRole('textbox', { name: 'Text' }).inputValue()).toContain('eight weeks')
  })

  it('warns the second of two people who edit the same article, and loses neither text', async () => {
    const second = await openBrowserFor(browser)
    await logIn(second.page, server.url, 'eva@techgear.example', DEMO_PASSWORD)
    await second.page.goto(`${server.url}/console#/articles/sharpen-the-blades-of-a-robot-mower`)
    const text = (person: Person) => person.page.getByRole('textbox', { name: 'Text' })
    await text(second).fill('Theirs.')
    await text(lead).fill('Mine.')
    await second.page.getByRole('button', { name: 'Save without publishing' }).click()
    await second.page.getByText('Saved as a new version.').waitFor()
    lead.expectComplaints(/status of 409/)
    await lead.page.getByRole('button', { name: 'Save without publishing' }).click()
    await lead.page
      .getByRole('alert')
      .getByText(/Somebody saved version 4/)
      .waitFor()
    expect(await text(lead).inputValue()).toBe('Mine.')
    await lead.page.getByRole('button', { name: 'Keep mine to save over theirs' }).click()
    // What was said of an earlier save has to be gone, or it would stand for this one.
    await lead.page.getByText('Saved as a new version.').waitFor({ state: 'detached' })
    await lead.page.getByRole('button', { name: 'Save without publishing' }).click()
    await lead.page.getByText('Saved as a new version.').waitFor()
    second.expectClean()
    await second.close()
  })

  it('shows a file to read and offers a copy', async () => {
    const { page } = lead
    await page.getByRole('searchbox', { name: 'Search the articles' }).fill('charged twice')
    await page
      .getByRole('region', { name: 'Articles' })
      .getByRole('link', { name: /^Charged twice/ })
      .click()
    await page.getByText('is not changed here').waitFor()
    expect(await page.getByRole('textbox', { name: 'Title' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Edit a copy' }).click()
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Charged twice')
    await page.getByRole('button', { name: 'Leave the file as it is' }).click()
  })

  it('shows what an import would do before it is done, and gives the list page by page', async () => {
    const { page } = lead
    const rows = Array.from({ length: 60 }, (_, i) => `Zebra question ${i}?,Zebra answer ${i}.`)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Import articles' })
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      dialog.getByRole('button', { name: 'Choose files' }).click(),
    ])
    await chooser.setFiles([
      {
        name: 'zebra.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['question,answer', ...rows, 'Why?,'].join('\n')),
      },
      { name: 'parking.md', mimeType: 'text/markdown', buffer: Buffer.from('# Parking\n\nBehind the shop.') },
    ])
    const found = dialog.getByRole('region', { name: 'What would happen' })
    await found.getByRole('heading', { name: '61 new articles' }).waitFor()
    await found.getByText('zebra.csv, line 62').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Import 61 articles' }).click()
    await dialog.waitFor({ state: 'hidden' })

    const list = page.getByRole('region', { name: 'Articles' })
    await list.getByRole('searchbox', { name: 'Search the articles' }).fill('zebra')
    await list.getByText('60 articles').waitFor()
    await list.getByRole('button', { name: 'Show more' }).scrollIntoViewIfNeeded()
    await until('the second page', async () => (await list.getByRole('link', { name: /^Zebra/ }).count()) === 60)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      list.getByRole('link', { name: 'Export' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('articles.zip')
  })

  it('lets an agent read and not write', async () => {
    const agent = await openBrowserFor(browser)
    await logIn(agent.page, server.url, 'lotte@techgear.example', DEMO_PASSWORD)
    await agent.page.goto(`${server.url}/console#/articles/charged-twice`)
    await agent.page.getByRole('heading', { name: 'Charged twice' }).waitFor()
    expect(await agent.page.getByRole('button', { name: /copy|Publish/ }).count()).toBe(0)
    expect(await agent.page.getByRole('link', { name: 'New article' }).count()).toBe(0)
    agent.expectClean()
    await agent.close()
  })

  it.each([375, 768, 1024, 1440])('fits %i pixels, in the light and in the dark', async (width) => {
    for (const scheme of ['light', 'dark'] as const) {
      const person = await openBrowserFor(browser, { width, height: 800, scheme })
      await logIn(person.page, server.url, 'eva@techgear.example', DEMO_PASSWORD)
      for (const id of ['', '/sharpen-the-blades-of-a-robot-mower']) {
        await person.page.goto(`${server.url}/console#/articles${id}`)
        await person.page
          .getByRole('heading', { name: id === '' ? 'Articles' : /^Sharpen/ })
          .first()
          .waitFor()
        expect(await sidewaysScroll(person.page)).toBe(0)
        expect(await seriousFindings(person.page)).toEqual([])
        const folderOfPictures = process.env.EARSHOT_PICTURES
        if (folderOfPictures)
          await person.page.screenshot({
            path: `${folderOfPictures}/articles-${width}-${scheme}${id === '' ? '-list' : ''}.png`,
          })
      }
      person.expectClean()
      await person.close()
    }
  })
})

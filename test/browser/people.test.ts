import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../support/agent-client.ts'
import { consoleOn, launchBrowser, logIn, openBrowserFor, type Person, seriousFindings } from '../support/browser.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { freePort, type ServerProcess, startServer } from '../support/server-process.ts'

const ANNA = 'anna@techgear.example'

/** A lead takes somebody on and parts with them, as both live it; each step builds on the one before. */
describe('a colleague from the first day to the last, in real browsers', () => {
  let browser: Browser
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let server: ServerProcess
  let lead: Person
  let anna: Person
  let password = ''

  beforeAll(async () => {
    folder = await makeDataFolder()
    const settings = { EARSHOT_DATA_DIR: folder.path, PORT: String(await freePort()) }
    ;[browser, server] = await Promise.all([launchBrowser(), startServer(settings)])
    ;[lead, anna] = await Promise.all([openBrowserFor(browser), openBrowserFor(browser)])
    await logIn(lead.page, server.url, 'eva@techgear.example', DEMO_PASSWORD)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill()
    await folder?.remove()
  })

  const list = () => lead.page.getByRole('region', { name: 'People', exact: true })
  const form = (name: string) => lead.page.getByRole('region', { name, exact: true })

  it('names what is wrong beside its field, and keeps what was written', async () => {
    const { page } = lead
    await page.getByRole('link', { name: 'People' }).click()
    await list()
      .getByRole('link', { name: /Lotte de Vries/ })
      .waitFor()
    await list().getByRole('link', { name: 'Add somebody' }).click()
    const sheet = form('Somebody new')
    await sheet.getByRole('textbox', { name: 'Name' }).fill('Anna Vos')
    await sheet.getByRole('textbox', { name: 'E-mail' }).fill('lotte@techgear.example')
    // By the keyboard alone: a suggestion, then a skill of one's own.
    const skill = sheet.getByRole('combobox', { name: 'Another skill' })
    await skill.fill('bill')
    await skill.press('ArrowDown')
    await skill.press('Enter')
    await skill.fill('juggling')
    await skill.press('Enter')
    await sheet.getByRole('combobox', { name: 'Level of billing' }).selectOption('Expert')
    lead.expectComplaints(/status of 409/)
    await sheet.getByRole('button', { name: 'Add and make a password' }).click()
    await sheet.getByRole('alert').getByText('Lotte de Vries works here under this address already.').waitFor()
    expect(await sheet.getByRole('textbox', { name: 'E-mail' }).getAttribute('aria-invalid')).toBe('true')
    expect(await sheet.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Anna Vos')
  })

  it('shows the password once, and it lets them in', async () => {
    const sheet = form('Somebody new')
    await sheet.getByRole('textbox', { name: 'E-mail' }).fill(ANNA)
    await sheet.getByRole('button', { name: 'Add and make a password' }).click()
    const dialog = lead.page.getByRole('dialog', { name: 'The password of Anna Vos' })
    password = await dialog.getByRole('textbox', { name: 'Password' }).inputValue()
    expect(await seriousFindings(lead.page)).toEqual([])
    await dialog.getByRole('button', { name: 'I have noted it' }).click()
    await form('Edit Anna Vos').waitFor()
    await logIn(anna.page, server.url, ANNA, password)
    await consoleOn(anna.page).live.waitFor()
    await list()
      .getByRole('link', { name: /Anna Vos.*Online.*billing \(expert\), juggling, English/ })
      .waitFor()
  })

  it('is not open to agents', async () => {
    await anna.page.goto(`${server.url}/console#/people`)
    await anna.page.getByRole('heading', { name: 'People are open to leads and admins' }).waitFor()
    expect(await anna.page.getByRole('link', { name: 'People' }).count()).toBe(0)
  })

  it('warns the second of two leads who change the same person', async () => {
    const second = await openBrowserFor(browser)
    await logIn(second.page, server.url, 'tom@techgear.example', DEMO_PASSWORD)
    await second.page.goto(`${server.url}/console#/people`)
    await second.page.getByRole('link', { name: /Anna Vos/ }).click()
    await second.page.getByRole('textbox', { name: 'Name' }).fill('Anna de Vos')
    await form('Edit Anna Vos').getByRole('textbox', { name: 'Conversations at once' }).fill('7')
    await second.page.getByRole('button', { name: 'Save', exact: true }).click()
    await second.page.getByText('Saved. It holds for the next ticket.').waitFor()
    await lead.page.getByRole('button', { name: 'Save', exact: true }).click()
    await lead.page.getByRole('alert').getByText('Somebody changed Anna de Vos meanwhile.').waitFor()
    await lead.page.getByRole('button', { name: 'Show theirs, drop mine' }).click()
    await form('Edit Anna de Vos').waitFor()
    await second.close()
  })

  it('logs out who is removed at once, and brings them back', async () => {
    anna.expectComplaints(/status of 401/)
    const { page } = lead
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove Anna de Vos' }).click()
    await anna.page.getByRole('textbox', { name: 'E-mail' }).waitFor()
    await list()
      .getByRole('link', { name: /Anna de Vos.*Removed/ })
      .waitFor()
    await page.getByRole('button', { name: 'Bring back and make a password' }).click()
    await page.getByRole('dialog', { name: 'The password of Anna de Vos' }).waitFor()
    await page.getByRole('button', { name: 'I have noted it' }).click()
    await list()
      .getByRole('link', { name: /Anna de Vos.*Not here/ })
      .waitFor()
    lead.expectClean()
    anna.expectClean()
  })
})

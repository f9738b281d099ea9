import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { chatOn, launchBrowser, openBrowserFor } from '../support/browser.ts'
import { makeDataFolder } from '../support/data-folder.ts'
import { freePort, type ServerProcess, startServer } from '../support/server-process.ts'

/** Bytes of the compressed script: what a page pays at once, and what the first opening costs. */
const LARGEST_LOADER = 6 * 1024
const LARGEST_APP = 60 * 1024

describe("the widget on somebody else's page", () => {
  let browser: Browser
  let folder: Awaited<ReturnType<typeof makeDataFolder>>
  let server: ServerProcess
  let allowed: Server
  let stranger: Server

  beforeAll(async () => {
    folder = await makeDataFolder()
    const port = await freePort()
    const tag = await documentedTag(`http://127.0.0.1:${port}`)
    ;[allowed, stranger] = await Promise.all([servePage(port, tag), servePage(port, tag)])
    const settings = {
      EARSHOT_DATA_DIR: folder.path,
      PORT: String(port),
      EARSHOT_WIDGET_ORIGINS: addressOf(allowed),
    }
    ;[browser, server] = await Promise.all([launchBrowser(), startServer(settings)])
  })
  afterAll(async () => {
    await browser?.close()
    allowed?.close()
    stranger?.close()
    await server?.kill()
    await folder?.remove()
  })

  it('works under the strictest policy where its origin is allowed, with the tag of the documentation', async () => {
    const { page, expectClean, close } = await openBrowserFor(browser)
    await page.goto(addressOf(allowed))
    const chat = chatOn(page)
    await chat.open()
    await chat.send('how many days do I have to send something back?')
    await chat.source('return-an-item').waitFor()
    expect(await chat.source('return-an-item').getAttribute('href')).toBe(`${server.url}/help/return-an-item`)

    await page.reload()
    await chat.source('return-an-item').waitFor()
    // Its styles are its own: the policy allows none, and yet it is drawn.
    expect(await chat.launcher.evaluate((button) => getComputedStyle(button).position)).toBe('fixed')
    expectClean()
    await close()
  })

  it('is refused where its origin is not allowed, and says so', async () => {
    const { page, expectClean, expectComplaints, close } = await openBrowserFor(browser)
    expectComplaints(/sessions|Failed to load resource/)
    await page.goto(addressOf(stranger))
    const chat = chatOn(page)
    await chat.open()
    await chat.send('where is my order')
    await chat.panel.getByText(/may not embed this widget/).waitFor()
    await chat.log.getByText('where is my order').waitFor()
    expect(await chat.log.locator('[data-author=assistant]').count()).toBe(0)
    expectClean()
    await close()
  })
})

describe("the widget's scripts", () => {
  it.each([
    ['widget.js', LARGEST_LOADER],
    ['widget-app.js', LARGEST_APP],
  ])('%s is at most %i bytes when compressed', async (file, largest) => {
    const script = await readFile(join(projectRoot, 'dist/widget', file))
    expect(gzipSync(script).length).toBeLessThanOrEqual(largest)
  })
})

/** The first HTML of the widget's README, with this server in place of the example's. */
async function documentedTag(serverUrl: string): Promise<string> {
  const readme = await readFile(join(projectRoot, 'widget/README.md'), 'utf8')
  const tag = /```html\n(?<tag>[\s\S]+?)```/.exec(readme)?.groups?.tag
  if (!tag?.includes('https://help.example/')) throw new Error('widget/README.md shows no script tag.')
  return tag.replaceAll('https://help.example', serverUrl)
}

/** A page of another site, at another name, that allows the widget's server and nothing else. */
async function servePage(widgetPort: number, tag: string): Promise<Server> {
  const widget = `127.0.0.1:${widgetPort}`
  const policy = `default-src 'none'; script-src http://${widget}; connect-src http://${widget} ws://${widget}; style-src 'none'`
  const page = `<!doctype html><html lang="en"><title>Another shop</title><h1>Another shop</h1>${tag}`
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(page)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const addressOf = (server: Server) => `http://localhost:${(server.address() as AddressInfo).port}` // it listens on TCP

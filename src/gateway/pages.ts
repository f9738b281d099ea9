import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import { notFound } from '../domain/index.ts'

/** One hour for what keeps its name, a year for what carries a hash in it. */
const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS

export interface PageOptions {
  /** Holds the built browser apps: `widget/` and `console/`. */
  folder: string
  /** The demo shop's pages; otherwise plain ones in the assistant's name. */
  demo: boolean
  assistantName: string
}

/** The start and help pages, the widget's scripts, the console. */
export function pageRoutes({ folder, demo, assistantName }: PageOptions): Router {
  const router = Router()
  const widget = join(folder, 'widget')
  const console = join(folder, 'console')

  // The widget's scripts are meant for other sites' pages.
  const forAnySite: RequestHandler = (_request, response, next) => {
    response.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' })
    next()
  }
  for (const name of ['widget.js', 'widget-app.js']) {
    router.get(`/${name}`, forAnySite, (_request, response) =>
      response.sendFile(join(widget, name), { maxAge: HOUR_MS }),
    )
  }
  router.use('/widget', express.static(widget, { index: false, maxAge: HOUR_MS, redirect: false }))
  router.get('/', page(join(widget, demo ? 'index.html' : 'own.html'), assistantName))
  router.get(['/help', '/help/*path'], page(join(widget, demo ? 'help.html' : 'own-help.html'), assistantName))

  router.use(
    '/console/assets',
    express.static(join(console, 'assets'), { index: false, maxAge: YEAR_MS, immutable: true }),
  )
  router.use('/console', express.static(console, { index: false, maxAge: HOUR_MS, redirect: false }))
  // A page left open across an update asks for files that are gone: it must learn that, not get a page instead.
  router.use(['/console/assets', '/widget'], (_request, response) => {
    response.status(404).type('text').send('There is no file at this address.')
  })
  router.get(['/console', '/console/*path'], page(join(console, 'index.html'), assistantName))
  return router
}

/**
 * A page with this response's nonce and the assistant's name in the places the build left for them; read anew, since a
 * rebuild changes its hashes.
 */
function page(file: string, assistantName: string): RequestHandler {
  return async (_request, response) => {
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) throw notFound('page-not-built', 'This page is not built. Run "npm run setup" and reload.')
    response
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(
        text
          .replaceAll('__CSP_NONCE__', String(response.locals.cspNonce))
          .replaceAll('__ASSISTANT__', () => asHtml(assistantName)),
      )
  }
}

const asHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

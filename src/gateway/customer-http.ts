import { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { type Article, type Attachment, notAllowed, notFound } from '../domain/index.ts'
import { type CustomerSession, id as idSchema, sessionRequest } from '../protocol/index.ts'
import { readUpload, sendFile, type Upload } from './attachments.ts'
import type { CustomerTokens, IdentityTokens, SiteLogin } from './customer-tokens.ts'
import { parse, TooMany } from './errors.ts'
import type { Limits } from './limits.ts'

const DAY_MS = 24 * 3_600_000
const byId = z.object({ id: idSchema })

export interface CustomerHttpParts {
  tokens: CustomerTokens
  identities: IdentityTokens
  limits: Limits
  isOriginAllowed(origin: string | undefined, host: string | undefined): boolean
  createVisitor(): Promise<string>
  /** The customer of somebody who is logged in on the shop's site, known by their address from now on. */
  loginCustomer(login: SiteLogin): Promise<string>
  articles(): readonly Article[]
  /** In bytes; and how many files one customer may send in a day. */
  attachmentLimits: { bytes: number; perDay: number }
  customerExists(customerId: string): Promise<boolean>
  countAttachments(customerId: string): Promise<number>
  addAttachment(customerId: string, file: Upload): Promise<Attachment>
  findAttachment(id: string, customerId: string | null): Promise<{ attachment: Attachment; content: Uint8Array } | null>
}

/** What the widget and the help pages ask over HTTP: a session, and the public articles. */
export function customerRoutes(parts: CustomerHttpParts): Router {
  const router = Router()
  const publicArticles = () => parts.articles().filter((article) => article.audience === 'public')

  router.use('/customer', allowEmbedding(parts))
  router.post('/customer/sessions', async (request, response) => {
    const { identityToken } = parse(sessionRequest, request.body ?? {})
    await parts.limits.sessions.use(addressOf(request))
    const customerId =
      identityToken === undefined
        ? await parts.createVisitor()
        : await parts.loginCustomer(await parts.identities.read(identityToken))
    const session: CustomerSession = { token: await parts.tokens.sign(customerId), customerId }
    response.status(201).json(session)
  })

  router.post('/customer/attachments', async (request, response) => {
    const customerId = await customerOf(parts, request)
    await parts.limits.attachments.use(customerId)
    const { bytes, perDay } = parts.attachmentLimits
    if ((await parts.countAttachments(customerId)) >= perDay) {
      throw new TooMany('too-many-files', `Only ${perDay} files can be sent in a day.`, DAY_MS)
    }
    const attachment = await parts.addAttachment(customerId, await readUpload(request, response, bytes))
    response.status(201).json({ attachment })
  })
  router.get('/customer/attachments/:id', async (request, response) => {
    const customerId = await customerOf(parts, request)
    const { id } = parse(byId, request.params)
    const file = await parts.findAttachment(id, customerId)
    if (!file) throw notFound('attachment-unknown', 'There is no file with this id.')
    sendFile(response, file)
  })

  router.get('/articles', (_request, response) => {
    response.json({ articles: publicArticles().map(({ id, title, summary, tags }) => ({ id, title, summary, tags })) })
  })
  router.get('/articles/:id', (request, response) => {
    const article = publicArticles().find(({ id }) => id === request.params.id)
    if (!article) throw notFound('article-unknown', `There is no article named ${request.params.id}.`)
    response.json({
      id: article.id,
      title: article.title,
      updated: article.updated,
      passages: article.passages.map(({ heading, text }) => ({ heading, text })),
    })
  })
  return router
}

/** Whose token it is; the same token as the socket's, as a bearer. */
async function customerOf(parts: CustomerHttpParts, request: Request): Promise<string> {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const customerId = await parts.tokens.read(token)
  if (customerId === null || !(await parts.customerExists(customerId))) {
    throw notAllowed('token-invalid', 'This session is not known here. Start a new one.')
  }
  return customerId
}

/** Answers the browser's question whether the page it is on may call this; the sites that may are a setting. */
function allowEmbedding(parts: CustomerHttpParts): RequestHandler {
  return (request, response, next) => {
    const { origin, host } = request.headers
    // A refusal may be read too: the widget on that page then says why it stays silent.
    if (origin) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Headers': 'authorization, content-type',
        'Access-Control-Allow-Methods': 'GET, POST',
        Vary: 'Origin',
      })
    }
    if (request.method === 'OPTIONS') return void response.status(204).end()
    if (!parts.isOriginAllowed(origin, host)) {
      throw notAllowed('origin-not-allowed', `The site ${origin} may not embed this widget (EARSHOT_WIDGET_ORIGINS).`)
    }
    next()
  }
}

export const addressOf = (request: Request): string => request.ip ?? 'unknown'

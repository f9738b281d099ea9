import { type Request, type RequestHandler, Router } from 'express'
import { type Article, notAllowed, notFound } from '../domain/index.ts'
import { type CustomerSession, emptyRequest } from '../protocol/index.ts'
import type { CustomerTokens } from './customer-tokens.ts'
import { parse } from './errors.ts'
import type { Limits } from './limits.ts'

export interface CustomerHttpParts {
  tokens: CustomerTokens
  limits: Limits
  isOriginAllowed(origin: string | undefined, host: string | undefined): boolean
  createVisitor(): Promise<string>
  articles(): readonly Article[]
}

/** What the widget and the help pages ask over HTTP: a session, and the public articles. */
export function customerRoutes(parts: CustomerHttpParts): Router {
  const router = Router()
  const publicArticles = () => parts.articles().filter((article) => article.audience === 'public')

  router.use('/customer', allowEmbedding(parts))
  router.post('/customer/sessions', async (request, response) => {
    parse(emptyRequest, request.body ?? {})
    await parts.limits.sessions.use(addressOf(request))
    const customerId = await parts.createVisitor()
    const session: CustomerSession = { token: await parts.tokens.sign(customerId), customerId }
    response.status(201).json(session)
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

/** Answers the browser's question whether the page it is on may call this; the sites that may are a setting. */
function allowEmbedding(parts: CustomerHttpParts): RequestHandler {
  return (request, response, next) => {
    const { origin, host } = request.headers
    // A refusal may be read too: the widget on that page then says why it stays silent.
    if (origin) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Headers': 'content-type',
        'Access-Control-Allow-Methods': 'POST',
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

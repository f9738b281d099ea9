import express, { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { Agent } from '../domain/index.ts'
import {
  type ArticleDetail,
  type ArticleExportResult,
  type ArticleImportPreview,
  type ArticleImportResult,
  type ArticleList,
  type ArticleVersionResult,
  articleStateRequest,
  articlesQuery,
  createArticleRequest,
  importArticlesRequest,
  MAX_IMPORT_BYTES,
  previewImportRequest,
  restoreArticleRequest,
  saveArticleRequest,
} from '../protocol/index.ts'
import { type AgentSessions, agentOf, onlyOwnJson, requireRole } from './agent-sessions.ts'
import { parse } from './errors.ts'
import { zip } from './zip.ts'

const byId = z.object({ id: z.string().max(200) })
const byVersion = byId.extend({ version: z.coerce.number().int().min(1) })

/** What leads do to articles. Each change is one transaction that holds only on the version its author had. */
export interface ArticleActions {
  list(query: z.output<typeof articlesQuery>): Promise<ArticleList>
  read(id: string): Promise<ArticleDetail>
  readVersion(id: string, version: number): Promise<ArticleVersionResult>
  create(agent: Agent, content: unknown): Promise<ArticleDetail>
  save(agent: Agent, id: string, baseVersion: number, content: unknown): Promise<ArticleDetail>
  publish(id: string, baseVersion: number): Promise<ArticleDetail>
  unpublish(id: string, baseVersion: number): Promise<ArticleDetail>
  archive(id: string, baseVersion: number): Promise<ArticleDetail>
  restore(agent: Agent, id: string, baseVersion: number, version: number): Promise<ArticleDetail>
  import(agent: Agent, request: { files: ImportFile[]; publish: boolean }): Promise<ArticleImportResult>
  /** What `import` would do; nothing is changed. */
  previewImport(files: ImportFile[]): Promise<ArticleImportPreview>
  export(): Promise<ArticleExportResult>
}

/** A text, or the bytes of an archive. */
type ImportFile = { name: string; text: string } | { name: string; bytes: Buffer }

export interface ArticlesHttpParts {
  sessions: AgentSessions
  articleActions: ArticleActions
}

/** Reads the larger bodies of imports; before the rest of the API's bodies are read, and for leads and admins alone. */
export function importBodies({ sessions }: Pick<ArticlesHttpParts, 'sessions'>): RequestHandler[] {
  return [requireRole(sessions, ['lead', 'admin']), express.json({ limit: MAX_IMPORT_BYTES })]
}

/** Articles, under `/api/console/articles`: everybody who works here reads, leads and admins write. */
export function articleRoutes({ sessions, articleActions: actions }: ArticlesHttpParts): Router {
  const router = Router()
  router.use('/articles', requireRole(sessions, ['agent', 'lead', 'admin']), onlyOwnJson)
  const leads = requireRole(sessions, ['lead', 'admin'])

  router.get('/articles', async (request, response) => {
    response.json(await actions.list(parse(articlesQuery, { ...request.query })))
  })
  router.get('/articles/export', leads, async (_request, response) => {
    response.json(await actions.export())
  })
  router.get('/articles/export.zip', leads, async (_request, response) => {
    const { files } = await actions.export()
    response.attachment('articles.zip').type('zip').send(zip(files))
  })
  router.get('/articles/:id', async (request, response) => {
    response.json(await actions.read(parse(byId, request.params).id))
  })
  router.get('/articles/:id/versions/:version', async (request, response) => {
    const { id, version } = parse(byVersion, request.params)
    response.json(await actions.readVersion(id, version))
  })

  router.post('/articles', leads, async (request, response) => {
    const { content } = parse(createArticleRequest, request.body)
    response.status(201).json(await actions.create(agentOf(response), content))
  })
  router.post('/articles/import', leads, async (request, response) => {
    const { files, publish } = parse(importArticlesRequest, request.body)
    response.json(await actions.import(agentOf(response), { files: files.map(readFile), publish }))
  })
  router.post('/articles/import/preview', leads, async (request, response) => {
    response.json(await actions.previewImport(parse(previewImportRequest, request.body).files.map(readFile)))
  })
  router.post('/articles/:id/save', leads, async (request, response) => {
    const { baseVersion, content } = parse(saveArticleRequest, request.body)
    response.json(await actions.save(agentOf(response), parse(byId, request.params).id, baseVersion, content))
  })
  router.post('/articles/:id/restore', leads, async (request, response) => {
    const { baseVersion, version } = parse(restoreArticleRequest, request.body)
    response.json(await actions.restore(agentOf(response), parse(byId, request.params).id, baseVersion, version))
  })
  const setState =
    (work: (id: string, baseVersion: number) => Promise<ArticleDetail>): RequestHandler =>
    async (request, response) => {
      response.json(await work(parse(byId, request.params).id, parse(articleStateRequest, request.body).baseVersion))
    }
  router.post('/articles/:id/publish', leads, setState(actions.publish))
  router.post('/articles/:id/unpublish', leads, setState(actions.unpublish))
  router.post('/articles/:id/archive', leads, setState(actions.archive))
  return router
}

const readFile = (file: z.output<typeof previewImportRequest>['files'][number]): ImportFile =>
  'text' in file ? file : { name: file.name, bytes: Buffer.from(file.base64, 'base64') }

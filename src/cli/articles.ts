import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { createArticleActions } from '../actions/index.ts'
import type { Config } from '../config/index.ts'
import { type ImportFile, loadArticles } from '../knowledge/index.ts'
import { createLog } from '../log.ts'
import { holdStorage, openStorage } from '../storage.ts'
import { UsageError } from './usage-error.ts'

type Actions = ReturnType<typeof createArticleActions>

/** Takes a file, a ZIP archive, or everything below a folder into the database: Markdown, web pages, CSV of questions and answers. */
export async function importArticles(config: Config, parameters: string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { publish: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [path] = positionals
  if (path === undefined) throw new UsageError('Name a file or folder: earshot import articles PATH [--publish]')
  const files = await readFiles(path)
  if (files.length === 0) throw new UsageError(`${path} holds no .md, .html, .htm or .csv file.`)
  const { imported, problems } = await withActions(config, (actions) =>
    actions.import(null, { files, publish: values.publish }),
  )
  for (const { file, line, message } of problems) console.error(`${file}${line === null ? '' : `:${line}`}: ${message}`)
  if (imported.length === 0 && problems.length > 0) throw new Error('Nothing was imported.')
  if (problems.length > 0) process.exitCode = 1
  const state = values.publish ? 'published' : 'as drafts; publish them in the console, or import with --publish'
  return `${imported.length} imported, ${state}. ${problems.length} left out.`
}

/** Writes every article that is not archived as Markdown with front matter, as `knowledge-base/` holds them. */
export async function exportArticles(config: Config, parameters: string[]): Promise<string> {
  const { positionals } = parseArgs({ args: parameters, options: {}, allowPositionals: true })
  const [folder] = positionals
  if (folder === undefined) throw new UsageError('Name the folder to write: earshot export articles PATH')
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new UsageError(`${folder} is not empty. Nothing was written.`)
  const { files } = await withActions(config, (actions) => actions.export())
  for (const { name, text } of files) await writeFile(join(folder, name), text)
  return `${files.length} ${files.length === 1 ? 'article' : 'articles'} written to ${folder}.`
}

/** The embedded database must not be in use: its folder is held meanwhile. */
async function withActions<Result>(config: Config, work: (actions: Actions) => Promise<Result>): Promise<Result> {
  const { articles } = await loadArticles(config.knowledgeDir)
  const held = await holdStorage(config)
  const storage = await openStorage(config, createLog('silent', config.nodeName)).catch(async (error) => {
    await held.release()
    throw error
  })
  try {
    const { database } = storage
    return await work(
      createArticleActions({ database, files: () => articles, timeZone: config.timeZone, afterCommit: () => {} }),
    )
  } finally {
    await storage.close()
    await held.release()
  }
}

async function readFiles(path: string): Promise<ImportFile[]> {
  const found = await stat(path).catch(() => {
    throw new UsageError(`${path} is not there.`)
  })
  if (found.isFile() && /\.zip$/i.test(path)) return [{ name: basename(path), bytes: await readFile(path) }]
  if (found.isFile()) return [{ name: basename(path), text: await readFile(path, 'utf8') }]
  const names = (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(md|markdown|html?|csv)$/i.test(entry.name))
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .sort()
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(path, name), 'utf8') })))
}

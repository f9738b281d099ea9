import type { Article, Database } from '../domain/index.ts'
import { toArticle } from './article-content.ts'
import { currentRevision, publishedSince } from './article-store.ts'
import { vectorsInDatabase } from './article-vectors-store.ts'
import type { Library } from './library.ts'

export interface FollowOptions {
  database: Database
  library: Library
  /** The company's, in which days begin. */
  timeZone: string
  /** How often the database is asked whether anything changed. */
  everyMs: number
  onError(error: unknown): void
  now?: () => Date
}

export interface Following {
  /** Asks now; resolves when what was committed before is searched, or could not be. */
  refresh(): Promise<void>
  close(): Promise<void>
}

// A database or encoder that is away is asked less often, and fills the log less.
const CALMER_AFTER_FAILURE = 10

/**
 * Keeps the library at what the database says is published, on every node alike: asks for the number of the last change
 * and reads what changed since; also when a day begins, for articles that come into force or cease to be.
 */
export async function followArticles(options: FollowOptions): Promise<Following> {
  const { database, library, timeZone, now = () => new Date() } = options
  const vectors = vectorsInDatabase(database)
  let published = new Map<string, Article>()
  let seen = 0
  let shownDay = ''
  let running: Promise<void> = Promise.resolve()
  let hasFailed = false
  let closed = false

  async function update(): Promise<void> {
    const day = dayIn(timeZone, now())
    if ((await currentRevision(database)) === seen && day === shownDay) return
    const changes = await publishedSince(database, seen)
    const next = new Map(published)
    for (const { id, content, writtenAt } of changes) {
      if (content === null) next.delete(id)
      else next.set(id, toArticle(id, content, dayIn(timeZone, writtenAt)))
    }
    // Saving a draft changes nothing that is searched; the first look finds the library as the files made it.
    const isTouched = changes.some(({ id, content }) => content !== null || published.has(id))
    const isNewDay = day !== shownDay && shownDay !== ''
    if (isTouched || isNewDay) await library.publish(next, day, vectors)
    published = next
    seen = Math.max(seen, ...changes.map(({ revision }) => revision))
    shownDay = day
  }
  let waiting: Promise<void> | null = null
  /** One look at a time, and one more for all who asked meanwhile. */
  const refresh = () => {
    if (waiting) return waiting
    running = running
      .then(() => {
        waiting = null
        return closed ? undefined : update()
      })
      .then(
        () => {
          hasFailed = false
        },
        (error: unknown) => {
          hasFailed = true
          options.onError(error)
        },
      )
    waiting = running
    return running
  }

  await update()
  let timer: NodeJS.Timeout | null = null
  const wait = () => {
    const pauseMs = hasFailed ? options.everyMs * CALMER_AFTER_FAILURE : options.everyMs
    timer = setTimeout(() => void refresh().then(() => closed || wait()), pauseMs)
  }
  wait()
  return {
    refresh,
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}

/** The day at `instant` in a time zone, such as 2026-03-31. */
export const dayIn = (timeZone: string, instant: Date): string =>
  // The Swedish way of writing a date is ISO 8601.
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant)

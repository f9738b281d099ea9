import type { Queryable } from '../domain/index.ts'
import type { VectorStore } from './vector-store.ts'

const KEPT_DAYS = 30
/** Keys or vectors in one statement; a vector of 384 numbers is 1.5 kB. */
const AT_ONCE = 500

/** Vectors kept in the database, for every node. What was kept 30 days ago goes; a text still used is encoded again. */
export function vectorsInDatabase(db: Queryable): VectorStore {
  let known = new Set<string>()
  return {
    async read(keys) {
      const vectors = new Map<string, Float32Array>()
      for (let at = 0; at < keys.length; at += AT_ONCE) {
        const rows = await db.query<{ key: string; vector: string }>(
          `select key, encode(vector, 'base64') as vector from article_vectors where key = any($1::text[])`,
          [keys.slice(at, at + AT_ONCE)],
        )
        for (const { key, vector } of rows) {
          vectors.set(key, new Float32Array(Uint8Array.from(Buffer.from(vector, 'base64')).buffer))
        }
      }
      known = new Set(vectors.keys())
      return vectors
    },
    async keep(vectors) {
      const fresh = [...vectors].filter(([key]) => !known.has(key))
      if (fresh.length === 0) return
      for (let at = 0; at < fresh.length; at += AT_ONCE) {
        const some = fresh.slice(at, at + AT_ONCE)
        await db.query(
          `insert into article_vectors (key, vector)
           select key, decode(vector, 'base64') from unnest($1::text[], $2::text[]) as given (key, vector)
           on conflict (key) do update set kept_at = now()`,
          [
            some.map(([key]) => key),
            some.map(([, vector]) => Buffer.from(Float32Array.from(vector).buffer).toString('base64')),
          ],
        )
      }
      await db.query('delete from article_vectors where kept_at < now() - make_interval(days => $1)', [KEPT_DAYS])
    },
  }
}

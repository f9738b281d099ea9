/**
 * The two adapters behind one `Database` (PostgreSQL by `pg`, PGlite inside the process), the numbered migrations,
 * and the lock that keeps a second process off the embedded database's folder.
 */
export { lockFolder } from './folder-lock.ts'
export { migrate } from './migrate.ts'
export { startRelay } from './relay.ts'
export { keepSetting } from './settings-store.ts'

/** The adapters, each with its library, load when wanted: a process needs one of them. */
export const loadPglite = () => import('./pglite.ts')
export const loadPostgres = () => import('./postgres.ts')

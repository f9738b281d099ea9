/**
 * The two adapters behind one `Database` (PostgreSQL by `pg`, PGlite inside the process), the numbered migrations,
 * and the lock that keeps a second process off the embedded database's folder.
 */
export { lockFolder } from './folder-lock.ts'
export { migrate } from './migrate.ts'
export { openPglite } from './pglite.ts'
export { openPostgres } from './postgres.ts'
export { startRelay } from './relay.ts'
export { keepSetting } from './settings-store.ts'

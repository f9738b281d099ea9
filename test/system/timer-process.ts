import { openPglite } from '../../src/database/pglite.ts'
import { openPostgres } from '../../src/database/postgres.ts'
import { createTimers } from '../../src/timers/index.ts'

/**
 * A node that fires timers until it is killed: it says so in the middle of the handler, whose transaction has written and
 * is not committed, and stays there. The argument is a data folder or the address of a PostgreSQL database.
 */
const [where = ''] = process.argv.slice(3)
const database = where.startsWith('postgres')
  ? openPostgres(where, { poolSize: 2, log: () => {} })
  : await openPglite(where)

createTimers({
  database,
  handlers: {
    async ring(tx, { key }) {
      await tx.query("insert into settings (name, value) values ($1, '1')", [`rung ${key}`])
      console.log('ringing')
      await new Promise(() => setInterval(() => {}, 1_000))
    },
  },
  lockConversation: async () => {},
  leaseMs: 400,
  afterCommit: () => {},
  log: () => {},
  onError: console.error,
})

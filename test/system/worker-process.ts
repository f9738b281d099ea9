// A node of its own that works on jobs until it is killed; run by killed-jobs.test.ts. Says where it stands and goes no further.
import { openPglite } from '../../src/database/pglite.ts'
import { openPostgres } from '../../src/database/postgres.ts'
import { createJobRunner } from '../../src/flows/index.ts'
import { createDemoOrders } from '../../src/orders/index.ts'

const [where = '', stopAt = ''] = process.argv.slice(3)
const database = where.startsWith('postgres')
  ? openPostgres(where, { poolSize: 2, log: console.error })
  : await openPglite(where)
const orders = createDemoOrders(database, { sendResetLink: async () => {} })

createJobRunner({
  database,
  async perform({ act, key }) {
    if (stopAt === 'acted' && act.kind !== 'send_code') await orders.act(act, key)
    console.log(stopAt)
    return new Promise(() => setInterval(() => {}, 1_000))
  },
  lockConversation: async () => {},
  tell: async () => {},
  afterCommit: () => {},
  tries: 6,
  leaseMs: 3_000,
  log: () => {},
  onError: console.error,
}).nudge()

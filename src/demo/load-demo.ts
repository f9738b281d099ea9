import { join } from 'node:path'
import type { Database, Role } from '../domain/index.ts'
import { projectRoot } from '../project-root.ts'
import { readDemoFiles } from './demo-files.ts'
import {
  disableLogins,
  findSeed,
  insertCustomer,
  insertPerson,
  keepSeed,
  listLogins,
  lockDemo,
  restoreLogins,
} from './demo-store.ts'

/** Public: it stands in the README and is printed at every start in demo mode. */
export const DEMO_PASSWORD = 'earshot-demo'

/**
 * A well-formed argon2id hash that no password was hashed to: its 32 bytes are all zero. Checking a password against it
 * takes as long as against any other and fails.
 */
const NO_PASSWORD_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

export interface DemoLogin {
  name: string
  email: string
  role: Role
  skills: string[]
}

/**
 * Puts the demo company into the database. Loading again changes nothing, unless the files have changed: then what is
 * missing is added and what is there stays, changed by hand or not. Returns who can log in with the demo password.
 * Throws `invalid-request` naming the line of the file at fault, with nothing changed.
 */
export async function loadDemo(
  db: Database,
  options: {
    hashPassword(password: string): Promise<string>
    log(level: 'info' | 'warn', event: string, fields: object): void
    /** Holds `team.yaml` and `customers.yaml`; `demo/` of the project when left out. */
    folder?: string
    now?: () => Date
  },
): Promise<{ logins: DemoLogin[]; password: string }> {
  const known = await findSeed(db)
  const folder = options.folder ?? join(projectRoot, 'demo')
  const { people, customers, contentHash } = await readDemoFiles(folder, known?.contentHash ?? null)
  // Before the transaction: hashing takes longer than everything in it.
  const freshHash = known?.passwordHash ?? (await options.hashPassword(DEMO_PASSWORD))
  const now = options.now?.() ?? new Date()

  const { passwordHash, added } = await db.transaction(async (tx) => {
    await lockDemo(tx)
    const seed = await findSeed(tx)
    const passwordHash = seed?.passwordHash ?? freshHash
    await restoreLogins(tx, NO_PASSWORD_HASH, passwordHash)
    if (seed?.contentHash === contentHash) return { passwordHash, added: 0 }
    let added = 0
    for (const person of people) if (await insertPerson(tx, person, passwordHash)) added++
    for (const customer of customers) await insertCustomer(tx, customer, now)
    await keepSeed(tx, { contentHash, passwordHash })
    return { passwordHash, added }
  })

  if (added > 0) options.log('info', 'demo.loaded', { people: added, customers: customers.length })
  const logins = await listLogins(db, passwordHash)
  options.log('warn', 'demo.public_password', {
    logins: logins.length,
    advice: 'Set EARSHOT_DEMO=0 before real customers write.',
  })
  return { logins, password: DEMO_PASSWORD }
}

/**
 * Ends the logins of a demo that was loaded earlier and makes their passwords fail; the people stay, because
 * conversations name them. `loadDemo` brings the logins back. Returns how many could log in before.
 */
export function disableDemoLogins(db: Database): Promise<number> {
  return db.transaction((tx) => disableLogins(tx, NO_PASSWORD_HASH))
}

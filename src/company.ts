import type { Config } from './config/index.ts'
import { disableDemoLogins, loadDemo } from './demo/index.ts'
import type { Database } from './domain/index.ts'
import type { Log } from './log.ts'
import { insertAgent, type Passwords } from './people/index.ts'

export interface LoginHints {
  demo: boolean
  password?: string
  logins: { name: string; email: string; role: string; skills: string[] }[]
}

/**
 * Who works here at the start: the demo company with its well-known password in demo mode only, and the first admin the
 * environment names. The hints are what the login page and the terminal may show: nothing outside demo mode.
 */
export async function loadCompany(
  config: Config,
  database: Database,
  passwords: Passwords,
  log: Log,
): Promise<LoginHints> {
  if (config.admin) {
    const created = await insertAgent(database, {
      email: config.admin.email,
      name: 'Admin',
      role: 'admin',
      skills: [],
      languages: ['en'],
      capacity: 4,
      workingHours: [],
      timeZone: config.timeZone,
      passwordHash: await passwords.hash(config.admin.password),
    })
    if (created) log.write('info', 'admin.created', { email: config.admin.email })
  }
  if (!config.demo) {
    await disableDemoLogins(database)
    return { demo: false, logins: [] }
  }
  const demo = await loadDemo(database, { hashPassword: (password) => passwords.hash(password), log: log.write })
  return { demo: true, ...demo }
}

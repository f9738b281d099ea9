import { withoutValue } from '../domain/index.ts'
import { arrange, type Config } from './arrange.ts'
import { closest } from './closest.ts'
import { type Parsed, SECRET, SETTINGS } from './settings.ts'

/** Names that others gave; other programs have names like them, so only a slip of upper and lower case is one of ours. */
const MIXED_CASE = Object.keys(SETTINGS).filter((name) => /[a-z]/.test(name))

/** Reads the settings from `environment`. Throws one Error whose message names every setting at fault and why. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const complaints: string[] = []
  for (const name of Object.keys(environment)) {
    const isOurs = name.startsWith('EARSHOT_') || MIXED_CASE.some((known) => known.toLowerCase() === name.toLowerCase())
    if (!isOurs || name in SETTINGS) continue
    const near = closest(name, Object.keys(SETTINGS))
    complaints.push(`${name} is not a setting.${near ? ` Did you mean ${near}?` : ''}`)
  }
  const values: Record<string, unknown> = {}
  for (const [name, [schema]] of Object.entries(SETTINGS)) {
    const given = environment[name]
    const result = schema.safeParse(given === '' ? undefined : given, { error: withoutValue })
    if (result.success) values[name] = result.data
    else {
      const shown = SECRET.has(name) ? '' : `; it is "${given}"`
      complaints.push(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}${shown}.`)
    }
  }
  const parsed = values as Parsed
  if (parsed.REDIS_URL && !parsed.DATABASE_URL) {
    complaints.push('REDIS_URL needs DATABASE_URL: several processes can only share PostgreSQL.')
  }
  if ((parsed.EARSHOT_ADMIN_EMAIL === undefined) !== (parsed.EARSHOT_ADMIN_PASSWORD === undefined)) {
    complaints.push('EARSHOT_ADMIN_EMAIL and EARSHOT_ADMIN_PASSWORD must be set together.')
  }
  if ((parsed.EARSHOT_ORDERS_URL === undefined) !== (parsed.EARSHOT_ORDERS_SECRET === undefined)) {
    complaints.push('EARSHOT_ORDERS_URL and EARSHOT_ORDERS_SECRET must be set together.')
  }
  if (parsed.EARSHOT_MAIL_URL && !parsed.EARSHOT_MAIL_FROM) {
    complaints.push('EARSHOT_MAIL_URL needs EARSHOT_MAIL_FROM: mails have a sender.')
  }
  if ((parsed.MicrosoftAppId === undefined) !== (parsed.MicrosoftAppPassword === undefined)) {
    complaints.push('MicrosoftAppId and MicrosoftAppPassword must be set together.')
  }
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
  return arrange(parsed)
}

import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { SETTINGS } from '../config/index.ts'
import { projectRoot } from '../project-root.ts'

/** Defaults that differ from machine to machine, in words. */
const COMPUTED_DEFAULTS: Partial<Record<keyof typeof SETTINGS, string>> = {
  EARSHOT_NODE_NAME: 'host name and process id',
  EARSHOT_ASSISTANT_NAME: '`Assistant`; `TechGear assistant` in demo mode',
  EARSHOT_COUNTRY: 'none; `NL` in demo mode',
  ToChannelFromBotLoginUrl: '`https://login.microsoftonline.com/` and the tenant, or `botframework.com`',
  EARSHOT_TIME_ZONE: 'the zone of the machine; `Europe/Amsterdam` in demo mode',
}

/** `docs/configuration.md`, whole; the same on every machine. */
export function configurationPage(): string {
  const rows = Object.entries(SETTINGS).map(([name, [schema, meaning]]) => {
    // Every name of the table is a key of it.
    const computed = COMPUTED_DEFAULTS[name as keyof typeof SETTINGS]
    const input = inputSchema.parse(z.toJSONSchema(schema, { io: 'input' }))
    return `| \`${name}\` | ${computed ?? sayDefault(input.default)} | ${cell([meaning, ...sayAllowed(input)].join(' '))} |`
  })
  return `${[INTRODUCTION, '| Setting | Default | Meaning |', '| --- | --- | --- |', ...rows, '', RULES].join('\n')}\n`
}

const INTRODUCTION = `# Configuration

Every setting is an environment variable. Nothing needs to be set: the defaults run the whole product on one machine.
This page is made from \`src/config/settings.ts\`, the one place that reads them.
`

const RULES = `- A setting that is empty counts as not set.
- A value that is not allowed, or an unknown name that begins with \`EARSHOT_\`, stops the start with a sentence that says
  which and why.
- \`REDIS_URL\` needs \`DATABASE_URL\`, \`EARSHOT_MAIL_URL\` needs \`EARSHOT_MAIL_FROM\`; \`EARSHOT_ORDERS_URL\` and
  \`EARSHOT_ORDERS_SECRET\` go together; so do \`EARSHOT_ADMIN_EMAIL\` and \`EARSHOT_ADMIN_PASSWORD\`, and \`MicrosoftAppId\` and
  \`MicrosoftAppPassword\`.
- The settings of the Bot Framework have the names its own documents and its portal use.
- Paths that are not absolute count from the folder the process is started in; the defaults shown count from the project's
  own folder.`

/** What JSON Schema says of a setting as it is written in the environment. */
const inputSchema = z.object({
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
})
type InputSchema = z.output<typeof inputSchema>

function sayDefault(value: InputSchema['default']): string {
  if (value === undefined) return 'not set'
  if (value === '') return 'empty'
  const shown = String(value)
  return `\`${cell(shown.startsWith('/') || /^[A-Z]:\\/.test(shown) ? fromRoot(shown) : shown)}\``
}

const fromRoot = (path: string) => relative(projectRoot, path).replaceAll('\\', '/')

/** Bounds and choices that the meaning does not say already; flags say theirs. */
function sayAllowed(input: InputSchema): string[] {
  if (input.enum)
    return input.enum.join() === '0,1' ? [] : [`One of ${input.enum.map((value) => `\`${value}\``).join(', ')}.`]
  const [from, to] = [input.minimum, input.maximum]
  if (from !== undefined && to !== undefined) return [`From ${from} to ${to}.`]
  return input.minLength !== undefined && input.minLength > 1 ? [`At least ${input.minLength} characters.`] : []
}

const cell = (text: string) => text.replaceAll('|', '\\|')

/** Writes the page to `docs/configuration.md` and says so. */
export async function writeConfigurationPage(): Promise<string> {
  await writeFile(join(projectRoot, 'docs/configuration.md'), configurationPage())
  return 'docs/configuration.md is written.'
}

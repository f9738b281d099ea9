import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from './project-root.ts'
import { OPTIONAL_SKILL_SECONDS, routingWeights } from './routing/index.ts'

const flag = (byDefault: boolean) =>
  z
    .enum(['0', '1'], { error: 'must be 0 or 1' })
    .default(byDefault ? '1' : '0')
    .transform((value) => value === '1')
const whole = (min: number, max: number, byDefault: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(byDefault)
const path = (byDefault: string) => z.string().min(1).default(join(projectRoot, byDefault))
const address = (byDefault: string) =>
  z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).default(byDefault)
const origins = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be a list of origins such as https://shop.example' })))

/** A JSON object in the environment, with the defaults of `schema` for what it leaves out. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        const result = schema.safeParse(JSON.parse(text))
        if (result.success) return result.data
        const [issue] = result.error.issues
        context.addIssue([...(issue?.path ?? []), issue?.message ?? 'is not valid'].join(' '))
      } catch {
        context.addIssue('must be JSON')
      }
      return z.NEVER
    })

/** Their values are never repeated, not even in a complaint: it ends up in logs. */
const SECRET = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'EARSHOT_ADMIN_PASSWORD',
  'EARSHOT_SECRET',
  'EARSHOT_METRICS_TOKEN',
  'EARSHOT_IDENTITY_SECRET',
  'EARSHOT_MAIL_URL',
  'EARSHOT_ORDERS_SECRET',
  'MicrosoftAppPassword',
])

/**
 * Every setting, its default and what it means. The one reader of the environment; `docs/configuration.md` is
 * generated from this table by `earshot docs`, and a test keeps the two the same.
 */
export const SETTINGS = {
  PORT: [whole(0, 65_535, 3000), 'Port of the server; 0 takes a free one.'],
  HOST: [z.string().min(1).default('0.0.0.0'), 'Address to listen on.'],
  DATABASE_URL: [
    z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
    'PostgreSQL to use instead of the embedded database.',
  ],
  REDIS_URL: [
    z.url({ protocol: /^rediss?$/, error: 'must be a redis:// address' }).optional(),
    'Redis that joins several processes into one cluster; needs DATABASE_URL.',
  ],
  LOG_LEVEL: [
    z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
    'How much is logged. What people wrote is never logged.',
  ],
  EARSHOT_DATA_DIR: [path('data'), 'Folder of the embedded database and the caches.'],
  EARSHOT_INTENTS_DIR: [path('intents'), 'Folder of the intents.'],
  EARSHOT_KNOWLEDGE_DIR: [path('knowledge-base'), 'Folder of the articles.'],
  EARSHOT_COMPANY_DIR: [path('company'), 'Folder of the business hours and service levels.'],
  EARSHOT_MODEL_DIR: [path('models/all-MiniLM-L6-v2'), 'Folder of the sentence encoder.'],
  EARSHOT_BENCHMARKS: [path('../shared/benchmarks'), 'Folder of the public benchmark data.'],
  EARSHOT_DEMO: [flag(true), '1 loads the demo company TechGear with its team and demo passwords; 0 starts empty.'],
  EARSHOT_ADMIN_EMAIL: [
    z.email().optional(),
    'With EARSHOT_ADMIN_PASSWORD: the first admin, made at start if missing.',
  ],
  EARSHOT_ADMIN_PASSWORD: [
    z.string().min(12, 'must have at least 12 characters').optional(),
    'See EARSHOT_ADMIN_EMAIL.',
  ],
  EARSHOT_SECRET: [
    z.string().min(32, 'must have at least 32 characters').optional(),
    'Key that signs customer tokens. Made on first start and kept in the database when not set, where every process of a cluster finds it.',
  ],
  EARSHOT_PUBLIC_URL: [
    z.url({ protocol: /^https?$/ }).optional(),
    'Address people reach the server at; https makes cookies Secure.',
  ],
  EARSHOT_WIDGET_ORIGINS: [origins, 'Origins that may embed the widget, separated by commas. The own one always may.'],
  EARSHOT_ASSISTANT_NAME: [z.string().min(1).max(40).default('TechGear assistant'), 'How the assistant signs.'],
  EARSHOT_MESSAGES_PER_MINUTE: [whole(1, 100_000, 60), 'Messages a minute from one customer before they must wait.'],
  EARSHOT_VISITORS_PER_MINUTE: [
    whole(1, 1_000_000, 300),
    'New visitors a minute from one address before further ones must wait.',
  ],
  EARSHOT_METRICS_TOKEN: [
    z.string().min(16, 'must have at least 16 characters').optional(),
    'Bearer token for /metrics. Without it only this machine may read them.',
  ],
  EARSHOT_TIME_ZONE: [
    z
      .string()
      .refine(
        (zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC',
        'must be an IANA time zone',
      )
      .optional(),
    'IANA time zone in which customers are told when somebody is back, and in which their "tomorrow" is read.',
  ],
  EARSHOT_COUNTRY: [
    z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters, such as NL')
      .optional(),
    'Country whose phone numbers, dollars and order of day and month are meant when a customer does not say.',
  ],
  EARSHOT_TRUST_PROXY: [flag(false), '1 when one reverse proxy stands in front, so that limits see the real address.'],
  EARSHOT_NODE_NAME: [
    z.string().min(1).max(60).default(`${hostname()}-${process.pid}`),
    'Name of this process in leases, presence and logs.',
  ],
  EARSHOT_ENCODER_WORKERS: [whole(1, 16, 1), 'Worker threads of the encoder.'],
  EARSHOT_ENCODER_THREADS: [whole(1, 16, 2), 'Threads a worker computes with.'],
  EARSHOT_DATABASE_POOL: [whole(2, 200, 20), 'Connections to PostgreSQL.'],
  MicrosoftAppId: [
    z.string().min(1).optional(),
    'App id of the bot on the Bot Framework channels. Without it `/api/messages` answers this machine only, in demo mode only.',
  ],
  MicrosoftAppPassword: [z.string().min(1).optional(), 'Client secret of that app; goes with MicrosoftAppId.'],
  MicrosoftAppTenantId: [
    z
      .string()
      .regex(/^[\w.-]+$/, 'must be the id or the domain of a tenant')
      .optional(),
    'Tenant of that app when it is a single-tenant one.',
  ],
  ToBotFromChannelOpenIdMetadataUrl: [
    address('https://login.botframework.com/v1/.well-known/openidconfiguration'),
    'OpenID metadata that names the keys of the channels’ tokens.',
  ],
  ToBotFromEmulatorOpenIdMetadataUrl: [
    address('https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration'),
    'OpenID metadata that names the keys of the Emulator’s tokens.',
  ],
  ToBotFromChannelTokenIssuer: [
    z.string().min(1).default('https://api.botframework.com'),
    'Issuer that the channels’ tokens must name.',
  ],
  ToChannelFromBotLoginUrl: [
    z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
    'Login server that gives the tokens for speaking to channels.',
  ],
  ToChannelFromBotOAuthScope: [
    z.string().min(1).default('https://api.botframework.com'),
    'Scope asked for with those tokens.',
  ],
  EARSHOT_OFFER_SECONDS: [whole(5, 600, 45), 'Seconds an agent has to accept before the next is asked.'],
  EARSHOT_OPTIONAL_SKILL_SECONDS: [
    whole(0, 86_400, OPTIONAL_SKILL_SECONDS),
    'Seconds a waiting ticket lets others pass that suit an agent better, before its optional skills are dropped.',
  ],
  EARSHOT_PRESENCE_GRACE_SECONDS: [
    whole(1, 600, 30),
    'Seconds an agent stays reachable after the last socket closed, for a reload or a short loss of network.',
  ],
  EARSHOT_AGENT_GONE_SECONDS: [
    whole(5, 3600, 60),
    'Seconds after which the conversations of a vanished agent go to others.',
  ],
  EARSHOT_ROUTING_WEIGHTS: [
    json(routingWeights),
    'Points each part of a routing score can give, as JSON such as {"familiarity": 40}; what is left out keeps its default. See docs/operations.md.',
  ],
  EARSHOT_CLOSE_AFTER_DAYS: [
    whole(1, 365, 4),
    'Days after which a resolved ticket is closed: the next escalation in its conversation opens another.',
  ],
  EARSHOT_WAIT_AFTER_REPLY: [
    flag(false),
    '1 lets a ticket wait for the customer after every reply of an agent, as if they had chosen to send and wait.',
  ],
  EARSHOT_IDENTITY_SECRET: [
    z.string().min(32, 'must have at least 32 characters').optional(),
    'Key shared with the site that embeds the widget, which signs with it who is logged in there. See docs/protocol.md.',
  ],
  EARSHOT_MAIL_URL: [
    z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
    'Mail server for one-time codes, such as smtps://user:password@mail.example. In demo mode without it codes appear in the log.',
  ],
  EARSHOT_MAIL_FROM: [z.string().min(3).max(200).optional(), 'Sender of mails; needed with EARSHOT_MAIL_URL.'],
  EARSHOT_ORDERS_URL: [
    z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
    'The system that keeps the orders, by the contract in docs/protocol.md. Without it the demo uses its own tables, and no flow about orders runs elsewhere.',
  ],
  EARSHOT_ORDERS_SECRET: [
    z.string().min(16, 'must have at least 16 characters').optional(),
    'Bearer token for EARSHOT_ORDERS_URL.',
  ],
  EARSHOT_JOB_TRIES: [
    whole(1, 20, 6),
    'Tries of something to be done outside, such as cancelling an order, before a person is offered instead.',
  ],
  EARSHOT_WEBHOOKS_INSIDE: [
    flag(false),
    '1 lets the webhooks of automation rules call addresses inside the own network.',
  ],
  EARSHOT_ATTACHMENT_MEGABYTES: [whole(1, 50, 8), 'Size of the largest file a customer may attach.'],
  EARSHOT_ATTACHMENTS: [whole(1, 1000, 20), 'Files one customer may attach in a day.'],
} as const satisfies Record<string, readonly [z.ZodType, string]>

/** Names that others gave; other programs have names like them, so only a slip of upper and lower case is one of ours. */
const MIXED_CASE = Object.keys(SETTINGS).filter((name) => /[a-z]/.test(name))

type Parsed = { [Name in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Name][0]> }

export type Config = Readonly<ReturnType<typeof arrange>>

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
    const result = schema.safeParse(given === '' ? undefined : given)
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

function arrange(env: Parsed) {
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    databasePool: env.EARSHOT_DATABASE_POOL,
    redisUrl: env.REDIS_URL,
    logLevel: env.LOG_LEVEL,
    dataDir: env.EARSHOT_DATA_DIR,
    intentsDir: env.EARSHOT_INTENTS_DIR,
    knowledgeDir: env.EARSHOT_KNOWLEDGE_DIR,
    companyDir: env.EARSHOT_COMPANY_DIR,
    modelDir: env.EARSHOT_MODEL_DIR,
    benchmarksDir: env.EARSHOT_BENCHMARKS,
    demo: env.EARSHOT_DEMO,
    admin:
      env.EARSHOT_ADMIN_EMAIL && env.EARSHOT_ADMIN_PASSWORD
        ? { email: env.EARSHOT_ADMIN_EMAIL.toLowerCase(), password: env.EARSHOT_ADMIN_PASSWORD }
        : null,
    secret: env.EARSHOT_SECRET,
    publicUrl: env.EARSHOT_PUBLIC_URL,
    widgetOrigins: env.EARSHOT_WIDGET_ORIGINS,
    assistantName: env.EARSHOT_ASSISTANT_NAME,
    messagesPerMinute: env.EARSHOT_MESSAGES_PER_MINUTE,
    visitorsPerMinute: env.EARSHOT_VISITORS_PER_MINUTE,
    metricsToken: env.EARSHOT_METRICS_TOKEN,
    timeZone: env.EARSHOT_TIME_ZONE ?? (env.EARSHOT_DEMO ? 'Europe/Amsterdam' : machineTimeZone()),
    country: env.EARSHOT_COUNTRY ?? (env.EARSHOT_DEMO ? 'NL' : null),
    trustProxy: env.EARSHOT_TRUST_PROXY,
    nodeName: env.EARSHOT_NODE_NAME,
    encoder: { workers: env.EARSHOT_ENCODER_WORKERS, threads: env.EARSHOT_ENCODER_THREADS },
    bot: {
      appId: env.MicrosoftAppId,
      appPassword: env.MicrosoftAppPassword,
      tenantId: env.MicrosoftAppTenantId,
      openIdMetadataUrl: env.ToBotFromChannelOpenIdMetadataUrl,
      emulatorOpenIdMetadataUrl: env.ToBotFromEmulatorOpenIdMetadataUrl,
      tokenIssuer: env.ToBotFromChannelTokenIssuer,
      loginUrl:
        env.ToChannelFromBotLoginUrl ??
        `https://login.microsoftonline.com/${env.MicrosoftAppTenantId ?? 'botframework.com'}`,
      oAuthScope: env.ToChannelFromBotOAuthScope,
    },
    optionalSkillMs: env.EARSHOT_OPTIONAL_SKILL_SECONDS * 1000,
    offerMs: env.EARSHOT_OFFER_SECONDS * 1000,
    presenceGraceMs: env.EARSHOT_PRESENCE_GRACE_SECONDS * 1000,
    agentGoneMs: env.EARSHOT_AGENT_GONE_SECONDS * 1000,
    routingWeights: env.EARSHOT_ROUTING_WEIGHTS,
    closeAfterMs: env.EARSHOT_CLOSE_AFTER_DAYS * 24 * 60 * 60_000,
    waitAfterReply: env.EARSHOT_WAIT_AFTER_REPLY,
    identitySecret: env.EARSHOT_IDENTITY_SECRET,
    mail: { url: env.EARSHOT_MAIL_URL, from: env.EARSHOT_MAIL_FROM },
    orders:
      env.EARSHOT_ORDERS_URL && env.EARSHOT_ORDERS_SECRET
        ? { url: env.EARSHOT_ORDERS_URL, secret: env.EARSHOT_ORDERS_SECRET }
        : null,
    jobTries: env.EARSHOT_JOB_TRIES,
    webhooksInside: env.EARSHOT_WEBHOOKS_INSIDE,
    attachments: { bytes: env.EARSHOT_ATTACHMENT_MEGABYTES * 1024 * 1024, perDay: env.EARSHOT_ATTACHMENTS },
  }
}

const machineTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** The known name within three edits of `name`, if any. */
function closest(name: string, known: string[]): string | undefined {
  return known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= 3)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

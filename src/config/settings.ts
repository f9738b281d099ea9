import { hostname } from 'node:os'
import { z } from 'zod'
import { OPTIONAL_SKILL_SECONDS, routingWeights } from '../routing/index.ts'
import { address, flag, json, origins, path, whole } from './kinds.ts'

/** Their values are never repeated, not even in a complaint: it ends up in logs. */
export const SECRET = new Set([
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
  EARSHOT_MODEL_DIR: [
    path('models/all-MiniLM-L6-v2'),
    'Folder of the sentence encoder: any export for transformers.js that gives 384 numbers (`onnx/model_q4.onnx`, `model_quantized.onnx` or `model.onnx`).',
  ],
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
  EARSHOT_ASSISTANT_NAME: [
    z.string().min(1).max(40).optional(),
    'How the assistant signs, and what the pages at / and /help are called.',
  ],
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
  EARSHOT_ENCODER_WORKERS: [
    whole(1, 16, 2),
    'Most worker threads of the encoder: one is always there, the others while many texts wait.',
  ],
  EARSHOT_ENCODER_THREADS: [whole(1, 16, 1), 'Threads a worker computes with.'],
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
  EARSHOT_MISSED_OFFERS: [
    whole(0, 20, 2),
    'Offers in a row that an agent may let run out before they are set to away; 0: any number.',
  ],
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
  EARSHOT_SILENCE_HOURS: [
    whole(1, 8_760, 24),
    'Hours without a message after which a conversation with the assistant ends by itself. Who writes again goes on in it.',
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

/** The value of every setting, as its kind reads it. */
export type Parsed = { [Name in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Name][0]> }

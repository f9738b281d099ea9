import type { Parsed } from './settings.ts'

export type Config = Readonly<ReturnType<typeof arrange>>

/** The settings as the parts ask for them, with what follows from several. */
export function arrange(env: Parsed) {
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
    assistantName: env.EARSHOT_ASSISTANT_NAME ?? (env.EARSHOT_DEMO ? 'TechGear assistant' : 'Assistant'),
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
    missedOffers: env.EARSHOT_MISSED_OFFERS,
    presenceGraceMs: env.EARSHOT_PRESENCE_GRACE_SECONDS * 1000,
    agentGoneMs: env.EARSHOT_AGENT_GONE_SECONDS * 1000,
    routingWeights: env.EARSHOT_ROUTING_WEIGHTS,
    silenceMs: env.EARSHOT_SILENCE_HOURS * 60 * 60_000,
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

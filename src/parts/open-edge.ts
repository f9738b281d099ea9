import { join } from 'node:path'
import type { Building } from '../building.ts'
import { type Door, openGateway } from '../gateway/index.ts'
import { closeNodeSockets } from '../people/index.ts'
import { projectRoot } from '../project-root.ts'
import { countQueued } from '../routing/index.ts'
import { askDatabase, describeEngine } from './readiness.ts'

/** The edge, which lets nobody in yet. `secret` signs the tokens of customers. */
export async function openEdge(
  { config, database, assistant, log, onClose }: Omit<Building, 'afterCommit'>,
  { door, secret, isStopping }: { door: Door; secret: string; isStopping(): boolean },
) {
  const gateway = await openGateway(door, {
    redisUrl: config.redisUrl,
    secret,
    identitySecret: config.identitySecret,
    publicUrl: config.publicUrl,
    widgetOrigins: config.widgetOrigins,
    assistantName: config.assistantName,
    perMinute: { messages: config.messagesPerMinute, visitors: config.visitorsPerMinute },
    metricsToken: config.metricsToken,
    pages: join(projectRoot, 'dist'),
    bot: config.bot,
    demo: config.demo,
    async readiness() {
      const parts = {
        database: await askDatabase(database),
        model: describeEngine(assistant.understander),
        intents: assistant.intents.size > 0 ? 'ok' : 'none: EARSHOT_INTENTS_DIR holds no intents',
      }
      const ready = !isStopping() && Object.values(parts).every((part) => part === 'ok' || part.startsWith('fallback'))
      return { ready, parts: isStopping() ? { ...parts, server: 'stopping' } : parts }
    },
    queued: async () => countQueued(database),
    log: log.write,
    report: log.error,
  })
  onClose(async () => {
    await gateway.close()
    await closeNodeSockets(database, config.nodeName)
  })
  return gateway
}

export type Edge = Awaited<ReturnType<typeof openEdge>>

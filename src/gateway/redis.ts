import type { Redis } from 'ioredis'
import type { ServerOptions } from 'socket.io'
import type { ReportError } from './errors.ts'

export interface ConnectedRedis {
  client: Redis
  /** Carries what one node sends to the sockets of the others. */
  adapter: NonNullable<ServerOptions['adapter']>
}

/** Rejects when nothing answers at `url`. Its libraries are loaded here: a single process starts without them. */
export async function connectRedis(url: string, report: ReportError): Promise<ConnectedRedis> {
  const [{ Redis }, { createAdapter }] = await Promise.all([
    import('ioredis'),
    import('@socket.io/redis-streams-adapter'),
  ])
  const client = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, maxRetriesPerRequest: 3 })
  // Redis coming and going must not end the process; consoles and widgets resume by version and seq.
  client.on('error', report)
  try {
    await client.connect()
  } catch (error) {
    client.disconnect()
    throw new Error('Redis does not answer at REDIS_URL. Start it, or unset REDIS_URL to run a single process.', {
      cause: error,
    })
  }
  return { client, adapter: createAdapter(client, { maxLen: 20_000 }) }
}

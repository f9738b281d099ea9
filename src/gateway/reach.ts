import type { Redis } from 'ioredis'
import type { Server } from 'socket.io'

/**
 * The sockets of a namespace on all nodes; of this node alone while Redis is away, since waiting for Redis would
 * silence this node's sockets too. What others miss then, they fetch at the next gap they notice or when they reconnect.
 */
export function createReach(io: Server, redis: Redis | null) {
  return (namespace: string) => (redis === null || redis.status === 'ready' ? io.of(namespace) : io.of(namespace).local)
}

export type Reach = ReturnType<typeof createReach>

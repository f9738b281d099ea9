import type { Redis } from 'ioredis'
import type { Server } from 'socket.io'

export function createReach(io: Server, redis: Redis | null) {
  return {
    /**
     * The sockets of a room on all nodes; of this node alone while Redis is away, since waiting for Redis would silence
     * this node's sockets too. What others miss then, they fetch at the next gap they notice or when they reconnect.
     */
    to(namespace: string, room: string) {
      const sockets = io.of(namespace)
      return redis === null || redis.status === 'ready' ? sockets.to(room) : sockets.local.to(room)
    },

    /** Whether anybody can be in the room: false only on a node by itself whose sockets are all elsewhere. */
    isHeard: (namespace: string, room: string): boolean => redis !== null || io.of(namespace).adapter.rooms.has(room),
  }
}

export type Reach = ReturnType<typeof createReach>

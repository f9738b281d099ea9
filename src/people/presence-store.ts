import type { Queryable } from '../domain/index.ts'

// All instants here are the database's own: nodes whose clocks differ still agree on who is there.

/** How often a node says that its sockets live. */
export const HEARTBEAT_MS = 5_000
/** An open socket counts as live this long after its node last said so: two heartbeats may be lost. */
export const SEEN_WINDOW_MS = 15_000
/** Rows are kept this long after their socket was last seen or closed; longer than any grace period in use. */
const KEEP_MS = 2 * 60 * 60 * 1000

/** A console socket opened on `node`. */
export async function openSocket(
  db: Queryable,
  socket: { socketId: string; agentId: string; node: string },
): Promise<void> {
  await db.query(
    `insert into presence (socket_id, agent_id, node) values ($1, $2, $3)
     on conflict (socket_id) do update
     set agent_id = excluded.agent_id, node = excluded.node, seen_at = now(), gone_at = null`,
    [socket.socketId, socket.agentId, socket.node],
  )
}

/** A socket closed; its agent stays reachable through the grace period. Closing twice keeps the first time. */
export async function closeSocket(db: Queryable, socketId: string): Promise<void> {
  await db.query('update presence set gone_at = now() where socket_id = $1 and gone_at is null', [socketId])
}

/** Somebody left: nobody waits for them to come back within a grace period. */
export async function forgetSocketsOf(db: Queryable, agentId: string): Promise<void> {
  await db.query('delete from presence where agent_id = $1', [agentId])
}

/** Every socket of `node` closed: it is stopping, or it is starting again under the name it was killed with. */
export async function closeNodeSockets(db: Queryable, node: string): Promise<void> {
  await db.query('update presence set gone_at = seen_at where node = $1 and gone_at is null', [node])
}

/** The heartbeat of a node, every `HEARTBEAT_MS`. The rows of a killed node are no longer touched, and go stale. */
export async function touchSockets(db: Queryable, node: string): Promise<void> {
  await db.query('update presence set seen_at = now() where node = $1 and gone_at is null', [node])
}

/**
 * Agents with a socket that is open on a living node, or was within the last `graceMs`. A killed node cannot say when
 * its sockets closed: theirs count until `SEEN_WINDOW_MS` + `graceMs` after its last heartbeat.
 */
export async function reachableAgentIds(db: Queryable, graceMs: number): Promise<Set<string>> {
  // In one row, as in the roster: it is read with each decision.
  const [row] = await db.queryPlanned<{ ids: string | null }>(
    `select string_agg(distinct agent_id::text, ';') as ids from presence
     where case
       when gone_at is null then seen_at > now() - $1 * interval '1 millisecond'
       else gone_at > now() - $2 * interval '1 millisecond'
     end`,
    [SEEN_WINDOW_MS + graceMs, graceMs],
  )
  return new Set(row?.ids?.split(';'))
}

/** Removes rows long past every grace period; `node` keeps its own open ones, which it may just not have touched yet. */
export async function sweepPresence(db: Queryable, node: string): Promise<number> {
  const rows = await db.query(
    `delete from presence
     where coalesce(gone_at, seen_at) < now() - $2 * interval '1 millisecond' and (gone_at is not null or node <> $1)
     returning 1`,
    [node, KEEP_MS],
  )
  return rows.length
}

import { randomUUID } from 'node:crypto'
import type { Agent, Availability, AwayReason, Queryable, Role, Skill, Tx, WorkingInterval } from '../domain/index.ts'
import { notFound } from '../domain/index.ts'

export interface AgentRow {
  id: string
  email: string
  name: string
  role: Role
  skills: Skill[]
  languages: string[]
  capacity: number
  availability: Availability
  away_reason: AwayReason | null
  working_hours: WorkingInterval[]
  time_zone: string
  last_assigned_at: Date | null
}

/** The columns of `AgentRow`, for selects; the password's hash leaves this folder by no other query than `findCredentials`. */
export const AGENT_COLUMNS = [
  'id',
  'email',
  'name',
  'role',
  'skills',
  'languages',
  'capacity',
  'availability',
  'away_reason',
  'working_hours',
  'time_zone',
  'last_assigned_at',
]
  .map((column) => `agents.${column}`)
  .join(', ')

/** An agent with what routing wants to know besides. */
export interface ListedAgent extends Agent {
  /** When an assignment last began or ended; null when there never was one. */
  lastAssignedAt: Date | null
}

export const toAgent = (row: AgentRow): ListedAgent => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  skills: row.skills,
  languages: row.languages,
  capacity: row.capacity,
  availability: row.availability,
  awayReason: row.away_reason,
  workingHours: row.working_hours,
  timeZone: row.time_zone,
  lastAssignedAt: row.last_assigned_at,
})

export async function findAgent(db: Queryable, id: string): Promise<ListedAgent | null> {
  const [row] = await db.query<AgentRow>(`select ${AGENT_COLUMNS} from agents where id = $1`, [id])
  return row ? toAgent(row) : null
}

/** Upper and lower case are the same in `email`. */
export async function findAgentByEmail(db: Queryable, email: string): Promise<ListedAgent | null> {
  const [row] = await db.query<AgentRow>(`select ${AGENT_COLUMNS} from agents where email = lower($1)`, [email.trim()])
  return row ? toAgent(row) : null
}

/** What a login is checked against; null when nobody who works here has this e-mail address. */
export async function findCredentials(
  db: Queryable,
  email: string,
): Promise<{ agent: ListedAgent; passwordHash: string } | null> {
  const [row] = await db.query<AgentRow & { password_hash: string }>(
    `select ${AGENT_COLUMNS}, agents.password_hash from agents where email = lower($1) and left_at is null`,
    [email.trim()],
  )
  return row ? { agent: toAgent(row), passwordHash: row.password_hash } : null
}

/** Everybody who works here, by name. */
export async function listAgents(db: Queryable): Promise<ListedAgent[]> {
  const rows = await db.query<AgentRow>(`select ${AGENT_COLUMNS} from agents where left_at is null order by name, id`)
  return rows.map(toAgent)
}

export interface NewAgent extends Omit<Agent, 'id' | 'availability' | 'awayReason'> {
  /** Given for people who must keep their id, such as the demo's; made here otherwise. */
  id?: string
  passwordHash: string
  demo?: boolean
}

export type AgentChange = Partial<
  Pick<NewAgent, 'name' | 'role' | 'skills' | 'languages' | 'capacity' | 'workingHours' | 'timeZone' | 'passwordHash'>
>

/** Changes what is given of somebody who works here; null when nobody does with this e-mail address. */
export async function changeAgent(db: Queryable, email: string, change: AgentChange): Promise<ListedAgent | null> {
  const { name, role, skills, languages, capacity, workingHours, timeZone, passwordHash } = change
  const [row] = await db.query<AgentRow>(
    `update agents set
       name = coalesce($2, name), role = coalesce($3, role), skills = coalesce($4::jsonb, skills),
       languages = coalesce($5::jsonb, languages), capacity = coalesce($6, capacity),
       working_hours = coalesce($7::jsonb, working_hours), time_zone = coalesce($8, time_zone),
       password_hash = coalesce($9, password_hash)
     where email = lower($1) and left_at is null
     returning ${AGENT_COLUMNS}`,
    [
      email.trim(),
      name ?? null,
      role ?? null,
      skills ? JSON.stringify(skills) : null,
      languages ? JSON.stringify(languages) : null,
      capacity ?? null,
      workingHours ? JSON.stringify(workingHours) : null,
      timeZone ?? null,
      passwordHash ?? null,
    ],
  )
  return row ? toAgent(row) : null
}

/** Somebody does not work here any more: no login, no offers; what they did keeps their name. Null when they do not now. */
export async function removeAgent(db: Queryable, email: string): Promise<ListedAgent | null> {
  const [row] = await db.query<AgentRow>(
    `update agents set left_at = now() where email = lower($1) and left_at is null returning ${AGENT_COLUMNS}`,
    [email.trim()],
  )
  return row ? toAgent(row) : null
}

/** Somebody who was removed works here again; false when nobody with this e-mail address was. */
export async function bringBack(db: Queryable, email: string): Promise<boolean> {
  const rows = await db.query(
    'update agents set left_at = null where email = lower($1) and left_at is not null returning 1',
    [email.trim()],
  )
  return rows.length > 0
}

/** Stores a person unless the e-mail address or id is taken; null then, with nothing changed. */
export async function insertAgent(db: Queryable, agent: NewAgent): Promise<ListedAgent | null> {
  const [row] = await db.query<AgentRow>(
    `insert into agents (id, email, name, role, password_hash, skills, languages, capacity, working_hours, time_zone, demo)
     values ($1, lower($2), $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9::jsonb, $10, $11)
     on conflict do nothing
     returning ${AGENT_COLUMNS}`,
    [
      agent.id ?? randomUUID(),
      agent.email.trim(),
      agent.name,
      agent.role,
      agent.passwordHash,
      JSON.stringify(agent.skills),
      JSON.stringify(agent.languages),
      agent.capacity,
      JSON.stringify(agent.workingHours),
      agent.timeZone,
      agent.demo ?? false,
    ],
  )
  return row ? toAgent(row) : null
}

/** The reason is kept only while they take no work; what they missed before is forgotten. Throws `not-found` for an unknown id. */
export async function setAvailability(
  db: Queryable,
  id: string,
  availability: Availability,
  reason: AwayReason | null = null,
): Promise<ListedAgent> {
  const [row] = await db.query<AgentRow>(
    `update agents set availability = $2, away_reason = $3, missed_offers = 0, missed_at = null
     where id = $1 returning ${AGENT_COLUMNS}`,
    [id, availability, availability === 'online' ? null : reason],
  )
  if (!row) throw notFound('agent-unknown', 'This agent does not exist any more.')
  return toAgent(row)
}

/**
 * An offer made to somebody at `offeredAt` ran out. Offers that stood at one time count as one. With the `limit`th in a row
 * they are away, unless they are already; 0 is no limit.
 */
export async function missOffer(
  tx: Tx,
  id: string,
  { offeredAt, at, limit }: { offeredAt: Date; at: Date; limit: number },
): Promise<{ name: string; isSetAway: boolean }> {
  const [missed] = await tx.query<{ name: string; missed_offers: number; availability: Availability }>(
    `update agents set
       missed_offers = missed_offers + case when missed_at is null or missed_at <= $2 then 1 else 0 end,
       missed_at = $3
     where id = $1 returning name, missed_offers, availability`,
    [id, offeredAt, at],
  )
  if (!missed) throw new Error(`Agent ${id} vanished with an offer to them.`)
  const isSetAway = limit > 0 && missed.missed_offers >= limit && missed.availability === 'online'
  if (isSetAway) await setAvailability(tx, id, 'away', 'missed_offers')
  return { name: missed.name, isSetAway }
}

/** Conversations offered to or owned by each agent, snoozed ones aside; who has none is not in the map. */
export async function countLoads(db: Queryable): Promise<Map<string, number>> {
  // In one row, as in the roster: it is read with each decision.
  const [row] = await db.queryPlanned<{ loads: string | null }>(
    `select string_agg(agent_id || ' ' || load, ';') as loads
     from (
       select agent_id, count(*) as load from conversations c
       where owner in ('offered', 'agent')
         and not exists (select 1 from tickets t where t.conversation_id = c.id and t.status = 'snoozed')
       group by agent_id
     ) as counted`,
  )
  const loads = new Map<string, number>()
  for (const each of row?.loads?.split(';') ?? []) {
    const end = each.indexOf(' ')
    loads.set(each.slice(0, end), Number(each.slice(end + 1)))
  }
  return loads
}

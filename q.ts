import { openPglite } from './src/database/pglite.ts'

const db = await openPglite('/tmp/hist-data/database')
for (const q of [
  `select type, count(*)::int n from events group by 1 order by 2 desc`,
  `select min(created_at), max(created_at), count(*)::int from messages`,
  `select t.required_skill, t.opened_at, a.offered_at, a.accepted_at, a.outcome from tickets t left join assignments a on a.ticket_id=t.id order by 2 limit 12`,
  `select owner, count(*)::int from conversations group by 1`,
  `select name, availability, skills, working_hours from agents where skills <> '[]'`,
  `select data from events where type='conversation.queued' limit 1`,
])
  console.log(JSON.stringify(await db.query(q), null, 0).slice(0, 2500))
await db.close()

import type { Owner, Queryable } from '../../domain/index.ts'
import type { ConsoleMessage, ConversationLinks, LinkedConversation } from '../../protocol/index.ts'

interface LinkRow {
  how: 'into' | 'merged' | 'duplicate' | 'related'
  id: string
  ticket_number: number | null
  matter: string | null
  owner: Owner
  started_at: Date
  reasons: string[] | null
}

/** Merges and likely duplicates in both directions, and the past tickets that were found when its own was opened. */
export async function viewLinks(
  db: Queryable,
  conversationId: string,
  messagesOf: (conversationId: string) => Promise<ConsoleMessage[]>,
): Promise<ConversationLinks> {
  const rows = await db.query<LinkRow>(
    `with linked as (
       select 'into' as how, into_id as id, null::jsonb as reasons, 0::real as score, merged_at as at
       from merges where conversation_id = $1 and undone_at is null
       union all
       select 'merged', conversation_id, null, 0, merged_at from merges where into_id = $1 and undone_at is null
       union all
       select r.kind, other.conversation_id, r.reasons, r.score, other.opened_at
       from tickets mine
       join related_tickets r on mine.id in (r.ticket_id, r.other_id)
       join tickets other on other.id in (r.ticket_id, r.other_id) and other.id <> mine.id
       where mine.conversation_id = $1 and other.conversation_id <> $1
         and (r.ticket_id = mine.id or r.kind = 'duplicate')
     )
     select distinct on (l.id) l.how, l.id, t.number as ticket_number, t.matter ->> 'title' as matter, c.owner,
       c.created_at as started_at, l.reasons, l.score, l.at
     from linked l join conversations c on c.id = l.id
     left join lateral (
       select number, matter from tickets where conversation_id = l.id order by number desc limit 1
     ) t on true
     order by l.id, array_position(array['into', 'merged', 'duplicate', 'related'], l.how), l.score desc`,
    [conversationId],
  )
  const ofKind = (...hows: LinkRow['how'][]) =>
    rows
      .filter(({ how }) => hows.includes(how))
      .sort((a, b) => hows.indexOf(a.how) - hows.indexOf(b.how) || b.started_at.getTime() - a.started_at.getTime())
  const [into] = ofKind('into')
  const merged: ConversationLinks['merged'] = []
  for (const row of ofKind('merged')) merged.push({ ...toLink(row), messages: await messagesOf(row.id) })
  return {
    into: into ? toLink(into) : null,
    merged,
    related: ofKind('duplicate', 'related').map((row) => ({
      ...toLink(row),
      kind: row.how === 'duplicate' ? 'duplicate' : 'related',
      reasons: row.reasons ?? [],
    })),
  }
}

const toLink = (row: LinkRow): LinkedConversation => ({
  id: row.id,
  ticketNumber: row.ticket_number,
  matter: row.matter,
  owner: row.owner,
  startedAt: row.started_at.toISOString(),
})

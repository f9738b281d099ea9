import type { Queryable, TagExample, Tx } from '../domain/index.ts'

/** Longest text kept of a conversation; the models read no more of a message either. */
const TEXT_LENGTH = 4_000

export interface NewTagExample {
  conversationId: string
  tag: string
  isRight: boolean
  /** The message the tag was read from; null: all that the customer wrote stands for it. */
  messageId: string | null
  agentId: string
}

/** Keeps what a person said of a tag; the last word on each tag of a conversation counts. */
export async function keepTagExample(tx: Tx, example: NewTagExample): Promise<void> {
  await tx.query(
    `insert into tag_examples (conversation_id, tag, is_right, text, agent_id)
     select $1, $2, $3, coalesce(
       (select text from messages where id = $4::uuid),
       (select left(string_agg(text, E'\n' order by seq), ${TEXT_LENGTH}) from messages
        where conversation_id = $1 and author = 'customer')
     ) as text, a.id
     from (select 1) one left join agents a on a.id::text = $5
     where exists (select 1 from messages where conversation_id = $1 and author = 'customer')
     on conflict (conversation_id, tag) do update
       set is_right = excluded.is_right, text = excluded.text, agent_id = excluded.agent_id, created_at = now()`,
    [example.conversationId, example.tag, example.isRight, example.messageId, example.agentId],
  )
}

/** All that people said of tags, oldest first, at most the latest 5,000. */
export async function listTagExamples(db: Queryable): Promise<TagExample[]> {
  const rows = await db.query<TagExample>(
    `select text, tag, is_right as "isRight" from (
       select * from tag_examples order by created_at desc, conversation_id, tag limit 5000
     ) latest
     order by created_at, conversation_id, tag`,
  )
  return rows
}

import type { Queryable, TagEvidence, TagSource } from '../../domain/index.ts'
import type { ConsoleTag } from '../../protocol/index.ts'

interface TagRow {
  tag: string
  source: TagSource | 'suggestion'
  confidence: number | null
  why: TagEvidence | { rule: string } | null
}

/** The tags of a conversation in the order they were set, and behind them what is suggested, the likeliest first. */
export async function viewTags(db: Queryable, conversationId: string): Promise<ConsoleTag[]> {
  const rows = await db.query<TagRow>(
    `select tag, source, confidence, why from (
       select tag, source, confidence::float8, why, created_at from conversation_tags where conversation_id = $1
       union all
       select tag, 'suggestion', confidence::float8, why, created_at from suggested_tags where conversation_id = $1
     ) both_kinds
     order by source = 'suggestion', case when source = 'suggestion' then -confidence end, created_at, tag`,
    [conversationId],
  )
  return rows.map(({ why, ...row }) => ({
    ...row,
    why: why && 'words' in why ? why : null,
    rule: why && 'rule' in why ? why.rule : null,
  }))
}

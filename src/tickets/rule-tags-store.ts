import { invalid, type NewEvent, type Tx } from '../domain/index.ts'
import { dropSuggestions, listTags, type TagChange } from './tags-store.ts'

/**
 * What a rule adds and takes away. A tag that a person took away stays away, and one that a person gave stays. Returns the
 * events to write: none when everything was so already. Throws `invalid-request` for a tag that is not in `knownTags`.
 */
export async function changeTagsByRule(
  tx: Tx,
  conversationId: string,
  change: TagChange,
  { ruleName, knownTags }: { ruleName: string; knownTags: ReadonlySet<string> },
): Promise<NewEvent[]> {
  const unknown = change.add.find((tag) => !knownTags.has(tag))
  if (unknown !== undefined) {
    throw invalid('tag-unknown', `The tags were not changed: "${unknown}" is not one of the tags in use.`, 'add')
  }
  const added = await tx.query<{ tag: string }>(
    `insert into conversation_tags (conversation_id, tag, source, why)
     select $1, wanted.tag, 'rule', $3::jsonb from unnest($2::text[]) as wanted (tag)
     where not exists (select 1 from removed_tags where conversation_id = $1 and tag = wanted.tag)
     on conflict do nothing returning tag`,
    [conversationId, change.add, JSON.stringify({ rule: ruleName })],
  )
  const removed = await tx.query<{ tag: string }>(
    `delete from conversation_tags where conversation_id = $1 and tag = any($2::text[]) and source <> 'agent'
     returning tag`,
    [conversationId, change.remove],
  )
  if (added.length === 0 && removed.length === 0) return []
  const names = (rows: { tag: string }[]) => rows.map(({ tag }) => tag)
  await dropSuggestions(tx, conversationId, names(added))
  const data = { tags: await listTags(tx, conversationId), added: names(added), removed: names(removed) }
  return [{ type: 'tags.changed', data, actor: { kind: 'system', id: null } }]
}

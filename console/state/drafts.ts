import { type KeyValueStorage, readJson, writeJson } from './storage.ts'

export type DraftKind = 'reply' | 'note'
type Saved = Record<string, { text: string; at: number }>

/** Drafts of conversations not touched for longer make room when there are more than this. */
const KEPT = 200

export type Drafts = ReturnType<typeof createDrafts>

/** Unsent text, one reply and one note per conversation, kept in the browser of this agent. */
export function createDrafts(storage: KeyValueStorage, agentId: string, now: () => number = Date.now) {
  const key = `earshot.drafts.${agentId}`
  const name = (conversationId: string, kind: DraftKind) => `${conversationId}/${kind}`
  const read = () => readJson<Saved>(storage, key, {})

  return {
    get: (conversationId: string, kind: DraftKind): string => read()[name(conversationId, kind)]?.text ?? '',
    set(conversationId: string, kind: DraftKind, text: string): void {
      const { [name(conversationId, kind)]: _before, ...others } = read()
      const next = text === '' ? others : { ...others, [name(conversationId, kind)]: { text, at: now() } }
      const latest = Object.entries(next)
        .sort(([, a], [, b]) => b.at - a.at)
        .slice(0, KEPT)
      writeJson(storage, key, Object.fromEntries(latest))
    },
  }
}

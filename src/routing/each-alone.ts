import type { Conversation, Tx } from '../domain/index.ts'
import type { RoutingDeps } from './deps.ts'

/** One transaction each, the conversation locked; counts those `work` changed. One that fails is logged and keeps no other. */
export async function eachAlone(
  deps: RoutingDeps,
  conversationIds: readonly string[],
  work: (tx: Tx, conversation: Conversation) => Promise<boolean>,
): Promise<number> {
  let changed = 0
  for (const conversationId of conversationIds) {
    try {
      const hasChanged = await deps.db.transaction(async (tx) => {
        const conversation = await deps.lockConversation(tx, conversationId)
        return conversation !== null && (await work(tx, conversation))
      })
      if (!hasChanged) continue
      changed++
      deps.afterCommit()
    } catch (error) {
      deps.log('warn', 'routing.failed', { conversationId, node: deps.nodeName, err: error })
    }
  }
  return changed
}

import { appendMessage, changeConversation } from '../conversation/index.ts'
import type { Conversation, NewEvent, Tx } from '../domain/index.ts'

/** Ends a conversation and tells the customer, who can always write again; its ticket is ended by the caller. */
export async function markResolved(
  tx: Tx,
  conversation: Conversation,
  { by, actor }: { by: 'agent' | 'rule'; actor: NewEvent['actor'] },
): Promise<void> {
  const said = await appendMessage(tx, conversation, {
    kind: 'public',
    author: 'system',
    text: 'This conversation is marked as resolved. Write again at any time to go on.',
  })
  await changeConversation(tx, said.conversation, { owner: 'resolved', resolvedAt: new Date(), waitingSince: null }, [
    { type: 'conversation.resolved', data: { by }, actor },
  ])
}

import { Button } from '@mantine/core'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { DraftKind } from '../state/drafts.ts'
import type { PendingMessage } from '../state/outbox.ts'

/** A message on its way: being sent, not sent and why, or crossed by what others wrote. Its text is never lost. */
export function PendingLine({
  pending,
  lastSeq,
  onEdit,
}: {
  pending: PendingMessage
  lastSeq: number
  onEdit: (kind: DraftKind, text: string) => void
}) {
  const { outbox, me } = useWorkplace()
  const { clientMessageId, kind, state, problem, text, lastSeenSeq } = pending
  const arrived = lastSeq - lastSeenSeq
  const edit = () => onEdit(kind === 'note' ? 'note' : 'reply', outbox.takeBack(clientMessageId))
  return (
    <article className="cc-message" data-side="us" data-kind={kind === 'note' ? 'note' : 'agent'} data-state={state}>
      <p className="cc-message__head">
        <strong>{me.agent.name}</strong>
        <span>{state === 'sending' ? 'Sending' : 'Not sent'}</span>
      </p>
      <div className="cc-message__text">{text}</div>
      {state === 'sending' ? null : (
        <div className="cc-pending" role="alert">
          <p>
            {state === 'crossed'
              ? `${arrived > 1 ? `${arrived} messages` : 'A message'} arrived while you were writing; see above. Does your reply still fit?`
              : `${problem ?? ''} Your text is kept here.`}
          </p>
          <div className="cc-pending__buttons">
            <Button
              size="compact-sm"
              onClick={() => void outbox.retry(clientMessageId, state === 'crossed' ? lastSeq : lastSeenSeq)}
            >
              {state === 'crossed' ? 'Send anyway' : 'Try again'}
            </Button>
            <Button size="compact-sm" variant="default" onClick={edit}>
              Edit
            </Button>
          </div>
        </div>
      )}
    </article>
  )
}

import { Button } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { plainText } from '../state/plain-text.ts'
import type { ConsoleMessage, ConversationDetail, Suggestion } from '../state/wire.ts'
import { percent } from '../state/words.ts'

/** Replies the assistant would propose to the customer's latest message, for the agent who has the conversation. */
export function Suggestions({ view, onUse }: { view: ConversationDetail; onUse: (text: string) => void }) {
  const { me } = useWorkplace()
  const [hiddenFor, setHiddenFor] = useState<string | null>(null)
  const isMine = view.summary.owner === 'agent' && view.summary.agentId === me.agent.id
  const latest = latestSuggestions(view)
  if (!latest || latest.messageId === hiddenFor || !isMine) return null
  const hide = () => setHiddenFor(latest.messageId)
  return (
    <section className="cc-suggestions" aria-label="Suggested replies">
      {latest.suggestions.map(({ text, source, probability }) => (
        <div className="cc-suggestion" key={text}>
          <p className="cc-suggestion__text" title={plainText(text)}>
            {plainText(text)}
          </p>
          <p className="cc-small cc-muted">
            {source.title}
            {source.heading && source.heading !== source.title ? `: ${source.heading}` : ''}, fits{' '}
            {percent(probability)}
          </p>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              onUse(plainText(text))
              hide()
            }}
          >
            Use this reply
          </Button>
        </div>
      ))}
      <button type="button" className="cc-plain cc-small cc-muted cc-suggestions__hide" onClick={hide}>
        Hide
      </button>
    </section>
  )
}

/** The suggestions made for the customer's latest message, unless somebody has replied since. */
function latestSuggestions(view: ConversationDetail): { messageId: string; suggestions: Suggestion[] } | null {
  const last: ConsoleMessage | undefined = view.messages.findLast(
    ({ kind, author }) => kind === 'public' && author !== 'system',
  )
  if (last?.author !== 'customer' || last.decision?.kind !== 'assist') return null
  return last.decision.suggestions.length > 0 ? { messageId: last.id, suggestions: last.decision.suggestions } : null
}

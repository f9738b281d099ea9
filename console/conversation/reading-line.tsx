import { Menu } from '@mantine/core'
import { useId, useState } from 'react'
import { useAct, useNames, useReference, useWorkplace } from '../shell/use-workplace.ts'
import { correctorOf } from '../state/event-words.ts'
import { unreadWords } from '../state/evidence-words.ts'
import { type ConsoleMessage, type ConversationDetail, SENTIMENTS, type Sentiment } from '../state/wire.ts'
import { percent, SENTIMENT_WORD } from '../state/words.ts'
import { ChevronIcon } from '../ui/icons.tsx'
import { SearchPick } from '../ui/search-pick.tsx'
import { SentimentMark } from '../ui/sentiment.tsx'
import { Why } from './why.tsx'

/** What the models made of a customer's message: "late delivery 94 % · negative · frustration 0.60", and why. */
export function ReadingLine({ message, view }: { message: ConsoleMessage; view: ConversationDetail }) {
  const [isOpen, setOpen] = useState(false)
  const whyId = useId()
  if (!message.understanding && !message.correctedIntent && !message.correctedSentiment) {
    return message.decision ? null : <p className="cc-reading cc-muted">Being read</p>
  }
  return (
    <>
      <div className="cc-reading">
        <IntentPick message={message} view={view} />
        <SentimentPick message={message} view={view} />
        {message.frustration === null ? null : <span>frustration {message.frustration.toFixed(2)}</span>}
        {message.understanding ? (
          <button
            type="button"
            className="cc-plain cc-reading__why"
            aria-expanded={isOpen}
            aria-controls={whyId}
            onClick={() => setOpen(!isOpen)}
          >
            Why
            <ChevronIcon />
          </button>
        ) : null}
      </div>
      {isOpen && message.understanding ? (
        <Why id={whyId} understanding={message.understanding} decision={message.decision} />
      ) : null}
    </>
  )
}

function IntentPick({ message, view }: { message: ConsoleMessage; view: ConversationDetail }) {
  const { api } = useWorkplace()
  const act = useAct()
  const names = useNames()
  const intents = useReference()?.intents ?? []
  const read = message.understanding?.intents[0]
  const unread = message.understanding && unreadWords(message.understanding)
  const corrector = message.correctedIntent ? correctorOf(view.events, 'intent.corrected', message.id) : null
  return (
    <SearchPick
      name="Correct the intent"
      className="cc-plain cc-reading__pick"
      options={intents.map(({ name, title }) => ({ value: name, label: title }))}
      current={message.correctedIntent ?? read?.name ?? null}
      onPick={(intent) => void act(view.summary.id, () => api.correctIntent(message.id, intent), 'Intent corrected.')}
    >
      {message.correctedIntent ? (
        <>
          {names.intent(message.correctedIntent)} <span className="cc-reading__by">{correctedBy(corrector)}</span>
        </>
      ) : read ? (
        `${names.intent(read.name)} ${percent(read.probability)}${message.understanding?.outOfScope ? ', perhaps none of these' : ''}`
      ) : (
        `Intent ${unread ?? 'unknown'}`
      )}
    </SearchPick>
  )
}

function SentimentPick({ message, view }: { message: ConsoleMessage; view: ConversationDetail }) {
  const { api } = useWorkplace()
  const act = useAct()
  const unread = message.understanding && unreadWords(message.understanding)
  const sentiment = message.correctedSentiment ?? (unread ? undefined : message.understanding?.sentiment.label)
  const corrector = message.correctedSentiment ? correctorOf(view.events, 'sentiment.corrected', message.id) : null
  const correct = (to: Sentiment) =>
    act(view.summary.id, () => api.correctSentiment(message.id, to), 'Sentiment corrected.')
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="cc-plain cc-reading__pick" title="Correct the sentiment">
          {sentiment ? <SentimentMark sentiment={sentiment} /> : `Sentiment ${unread ?? 'unknown'}`}
          {message.correctedSentiment ? <span className="cc-reading__by"> {correctedBy(corrector)}</span> : null}
          <span className="cc-sr">. Correct the sentiment</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {SENTIMENTS.map((one) => (
          <Menu.Item
            key={one}
            disabled={one === sentiment}
            onClick={() => void correct(one)}
            aria-label={SENTIMENT_WORD[one]}
          >
            <SentimentMark sentiment={one} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const correctedBy = (name: string | null) => (name ? `corrected by ${name}` : 'corrected')

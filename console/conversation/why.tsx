import { type ReactNode, useEffect, useRef } from 'react'
import { useNames } from '../shell/use-workplace.ts'
import { entityName, entityValue, isWrittenOtherwise } from '../state/entity-words.ts'
import { evidenceWords, unreadWords } from '../state/evidence-words.ts'
import { languageName } from '../state/languages.ts'
import type { Decision, Understanding } from '../state/wire.ts'
import { percent, plain, reasonWords, SENTIMENT_WORD, signed } from '../state/words.ts'

/** The reasons behind one reading and the decision on it, in numbers a person can read. */
export function Why({
  id,
  understanding,
  decision,
}: {
  id: string
  understanding: Understanding
  decision: Decision | null
}) {
  const names = useNames()
  const panel = useRef<HTMLDivElement>(null)
  // In braces: what an effect returns is called as its clean-up, and this call may return a promise.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const { intents, why, sentiment, emotions, language, urgency, entities, engine } = understanding
  const evidence = decision ? evidenceWords(decision.evidence, names) : []
  const unread = unreadWords(understanding)
  const felt = emotions.filter(({ name, probability }) => name !== 'none' && probability >= 0.2)
  return (
    <div className="cc-why" id={id} ref={panel}>
      <Row label="Readings">
        {intents.length === 0
          ? plain(unread ?? 'nothing could be said')
          : intents.map(({ name, probability }) => `${names.intent(name)} ${percent(probability)}`).join(', ')}
        {intents.length > 1 ? `; the first is ${why.margin.toFixed(2)} ahead` : ''}
      </Row>
      {why.words.length > 0 ? (
        <Row label="Words">
          <span className="cc-why__words">
            {why.words.map(({ word, effect }) => (
              <span key={word} data-effect={effect < 0 ? 'lowered' : 'raised'}>
                {word} {signed(effect)}
              </span>
            ))}
          </span>
        </Row>
      ) : null}
      {why.neighbours.length > 0 ? (
        <Row label="Nearest examples">
          <ul>
            {why.neighbours.map(({ text, intent, similarity }) => (
              <li key={`${intent} ${text}`}>
                “{text}”{' '}
                <span className="cc-muted">{`${names.intent(intent)}, similarity ${similarity.toFixed(2)}`}</span>
              </li>
            ))}
          </ul>
        </Row>
      ) : null}
      <Row label="Sentiment">
        {unread
          ? plain(unread)
          : `${SENTIMENT_WORD[sentiment.label]}, score ${signed(sentiment.score)} of \u22121 to +1, ${percent(sentiment.confidence)} sure`}
        {felt.length > 0
          ? `; ${felt.map(({ name, probability }) => `${plain(name).toLowerCase()} ${percent(probability)}`).join(', ')}`
          : ''}
      </Row>
      {entities.length > 0 ? (
        <Row label="Mentions">
          <ul>
            {entities.map((entity) => (
              <li key={entity.start}>
                {`${entityName(entity.type)} ${entityValue(entity)}`}
                {isWrittenOtherwise(entity) ? <span className="cc-muted"> (“{entity.text}”)</span> : null}
              </li>
            ))}
          </ul>
        </Row>
      ) : null}
      <Row label="Also">
        {`Urgency ${urgency.toFixed(2)} of 1; ${languageName(language.code)}, ${percent(language.confidence)} sure; read by ${engine === 'lexical' ? 'its words' : 'its meaning'}`}
      </Row>
      {decision ? (
        <Row label="Decision">
          {reasonWords(decision.reason)}
          {evidence.length > 0 ? <span className="cc-muted">{` (${evidence.join('; ')})`}</span> : null}
        </Row>
      ) : null}
    </div>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="cc-why__row">
      <span className="cc-why__label">{label}</span>
      <div>{children}</div>
    </div>
  )
}

import { useStore } from '../ui/use-store.ts'
import { useReference, useWorkplace } from './use-workplace.ts'

/** What everybody must know while it lasts: no connection, or a weaker engine. */
export function Bars() {
  const { status } = useWorkplace()
  const connection = useStore(status)
  const engine = useReference()?.engine
  return (
    <div role="status">
      {connection === 'offline' ? (
        <p className="cc-bar">
          You are offline. What you see may be out of date; what you write is kept here and sent when you choose to.
        </p>
      ) : null}
      {connection === 'reconnecting' ? (
        <p className="cc-bar">
          The connection was lost and is being made again. What you see may be out of date; nothing you write is lost.
        </p>
      ) : null}
      {engine?.engine === 'lexical' ? (
        <p className="cc-bar">
          The language model is not loaded{engine.reason ? `: ${engine.reason}` : ''}. Intents and sentiment come from
          the simpler word-based engine and are less exact; everything else works as usual.
        </p>
      ) : null}
    </div>
  )
}

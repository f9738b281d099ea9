import { useEffect, useRef, useState } from 'react'
import type { ConversationSummary } from '../state/wire.ts'
import { PRIORITY_WORD } from '../state/words.ts'

/** Tells screen readers, politely, of an offer that was not there before. */
export function OfferAnnouncer({ offers }: { offers: ConversationSummary[] }) {
  const known = useRef<ReadonlySet<string>>(new Set())
  const [text, setText] = useState('')
  useEffect(() => {
    const fresh = offers.filter(({ id }) => !known.current.has(id))
    known.current = new Set(offers.map(({ id }) => id))
    if (fresh.length > 0) setText(fresh.map(announcement).join(' '))
  }, [offers])
  return (
    <div className="cc-sr" role="status" aria-live="polite">
      {text}
    </div>
  )
}

function announcement({ customerName, priority, requiredSkill }: ConversationSummary): string {
  const details = [priority ? `priority ${PRIORITY_WORD[priority].toLowerCase()}` : '', requiredSkill ?? ''].filter(
    Boolean,
  )
  return `New offer: ${[customerName, ...details].join(', ')}. Press a to accept when it is open.`
}

import { useRef, useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { DraftKind } from '../state/drafts.ts'

export type Draft = ReturnType<typeof useDraft>

/** What the agent is writing in one conversation, a reply and a note side by side; every keystroke is kept. */
export function useDraft(conversationId: string) {
  const { drafts } = useWorkplace()
  const [kind, setKind] = useState<DraftKind>('reply')
  const [texts, setTexts] = useState(() => ({
    reply: drafts.get(conversationId, 'reply'),
    note: drafts.get(conversationId, 'note'),
  }))
  const field = useRef<HTMLTextAreaElement>(null)

  function setText(toKind: DraftKind, text: string): void {
    setTexts((before) => ({ ...before, [toKind]: text }))
    drafts.set(conversationId, toKind, text)
  }
  function write(inKind: DraftKind): void {
    setKind(inKind)
    // At once, so that the next keystroke is not lost; again when a field that was closed has opened.
    field.current?.focus()
    requestAnimationFrame(() => field.current?.focus())
  }

  return {
    kind,
    texts,
    field,
    setText,
    write,
    /** Puts a text behind what is written already, so that nothing is overwritten, and goes to the field. */
    append(toKind: DraftKind, text: string): void {
      const before = texts[toKind].trimEnd()
      setText(toKind, before === '' ? text : `${before}\n\n${text}`)
      write(toKind)
    },
  }
}

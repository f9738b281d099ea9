import { useEffect, useState } from 'react'
import { NEW_RULE } from '../state/route.ts'
import { EMPTY_RULE } from '../state/rule-words.ts'
import type { RuleContent, RuleDetail } from '../state/wire.ts'

interface Draft {
  content: RuleContent
  /** The version it was written on. */
  baseVersion: number
}

/** What was written and not saved, by rule, until the page is left: another rule may be looked at meanwhile. */
const unsaved = new Map<string, Draft>()

/** The rule being written: what was left here unsaved, else what is stored. */
export function useDraftRule(detail: RuleDetail | null) {
  const id = detail?.rule.id ?? NEW_RULE
  const stored: Draft = { content: detail?.rule.content ?? EMPTY_RULE, baseVersion: detail?.rule.version ?? 0 }
  const [draft, setDraft] = useState<Draft>(unsaved.get(id) ?? stored)
  const isDirty = JSON.stringify(draft.content) !== JSON.stringify(stored.content)

  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])

  return {
    content: draft.content,
    /** A draft without changes follows what is stored. */
    baseVersion: isDirty ? draft.baseVersion : stored.baseVersion,
    isDirty,
    change(part: Partial<RuleContent>): void {
      const next = {
        baseVersion: isDirty ? draft.baseVersion : stored.baseVersion,
        content: { ...draft.content, ...part },
      }
      unsaved.set(id, next)
      setDraft(next)
    },
    /** Keeps what was written, to be saved over version `version`. */
    rebase(version: number): void {
      const next = { ...draft, baseVersion: version }
      unsaved.set(id, next)
      setDraft(next)
    },
    /** What the server holds now stands in the form; nothing is left unsaved. */
    take({ rule }: RuleDetail): void {
      unsaved.delete(id)
      setDraft({ content: rule.content, baseVersion: rule.version })
    },
  }
}

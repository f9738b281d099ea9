import { useEffect, useState } from 'react'
import { EMPTY_ARTICLE } from '../state/article-words.ts'
import { NEW_ARTICLE } from '../state/route.ts'
import type { ArticleContent, ArticleDetail } from '../state/wire.ts'

interface Draft {
  content: ArticleContent
  /** The version it was written on. */
  baseVersion: number
}

/** What was written and not saved, by article, until the page is left: another article may be looked at meanwhile. */
const unsaved = new Map<string, Draft>()

/** The text being written: what was left here unsaved, else what is stored. */
export function useDraftArticle(detail: ArticleDetail | null) {
  const id = detail?.summary.id ?? NEW_ARTICLE
  const stored: Draft = { content: detail?.content ?? EMPTY_ARTICLE, baseVersion: detail?.summary.version ?? 0 }
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
    change(part: Partial<ArticleContent>): void {
      const next = {
        baseVersion: isDirty ? draft.baseVersion : stored.baseVersion,
        content: { ...draft.content, ...part },
      }
      unsaved.set(id, next)
      setDraft(next)
    },
    /** What the server holds now stands in the form; nothing is left unsaved. */
    take({ summary, content }: ArticleDetail): void {
      unsaved.delete(id)
      setDraft({ content, baseVersion: summary.version })
    },
    /** Keeps the text, to be saved over version `version`. */
    rebase(version: number): void {
      const next = { ...draft, baseVersion: version }
      unsaved.set(id, next)
      setDraft(next)
    },
  }
}

import { useEffect, useState } from 'react'

interface Stored<Content, Version> {
  content: Content
  /** The version it was written on. */
  baseVersion: Version
}

/** What was written and not saved, by id, until the page is left: something else may be looked at meanwhile. */
export const unsavedWriting = <Content, Version = number>() => new Map<string, Stored<Content, Version>>()

/** The text being written: what was left here unsaved, else what is stored. */
export function useWriting<Content extends object, Version>(
  unsaved: Map<string, Stored<Content, Version>>,
  id: string,
  stored: Stored<Content, Version>,
) {
  const [draft, setDraft] = useState<Stored<Content, Version>>(unsaved.get(id) ?? stored)
  const isDirty = JSON.stringify(draft.content) !== JSON.stringify(stored.content)
  /** A draft without changes follows what is stored. */
  const baseVersion = isDirty ? draft.baseVersion : stored.baseVersion

  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])

  function keep(next: Stored<Content, Version>): void {
    unsaved.set(id, next)
    setDraft(next)
  }
  return {
    content: draft.content,
    baseVersion,
    isDirty,
    change: (part: Partial<Content>): void => keep({ baseVersion, content: { ...draft.content, ...part } }),
    /** Keeps what was written, to be saved over version `version`. */
    rebase: (version: Version): void => keep({ ...draft, baseVersion: version }),
    /** What the server holds now stands in the form; nothing is left unsaved. */
    take(content: Content, version: Version): void {
      unsaved.delete(id)
      setDraft({ content, baseVersion: version })
    },
  }
}

import { useEffect, useMemo } from 'react'
import { sectionOf } from '../state/sections.ts'
import { isUnread } from '../state/seen.ts'
import { useStore } from '../ui/use-store.ts'
import { useInbox, useWorkplace } from './use-workplace.ts'

/** Counts in the tab's title what waits for this agent: offers, and own conversations with something unread. */
export function useTitle(): void {
  const { me, seen } = useWorkplace()
  const rows = useInbox().data?.conversations
  const seenAt = useStore(seen)
  const waiting = useMemo(
    () =>
      (rows ?? []).filter((row) => {
        const section = sectionOf(row, me.agent.id)
        return section === 'offered' || (section === 'mine' && isUnread(row, seenAt))
      }).length,
    [rows, seenAt, me.agent.id],
  )
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Earshot` : 'Earshot'
  }, [waiting])
}

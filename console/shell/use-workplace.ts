import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { ApiError, messageOf } from '../state/api.ts'
import { namesFrom } from '../state/event-words.ts'
import { reloadAfterMs } from '../state/inbox.ts'
import type { ConsoleAgent, MeResult } from '../state/wire.ts'
import { detailKey, INBOX_KEY, type Workplace } from '../state/workplace.ts'
import { toast } from '../ui/toasts.tsx'

type Present = Workplace & { me: MeResult; leave: () => void }

export const WorkplaceContext = createContext<Present | null>(null)

/** The workplace of the agent who is logged in. */
export function useWorkplace(): Present {
  const workplace = useContext(WorkplaceContext)
  if (!workplace) throw new Error('This part of the console stands outside the workplace.')
  return workplace
}

export function useInbox() {
  const { loadInbox } = useWorkplace()
  return useQuery({ queryKey: INBOX_KEY, queryFn: loadInbox })
}

/** Loads the inbox again now and then while it does not hold everything; stands in one place. */
export function useReloadedInbox(): void {
  const queries = useQueryClient()
  const inbox = useInbox().data
  const afterMs = inbox ? reloadAfterMs(inbox) : null
  useEffect(() => {
    if (afterMs === null) return
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: INBOX_KEY }), afterMs)
    return () => clearInterval(timer)
  }, [queries, afterMs])
}

/** A pause after which somebody has written what they look for. */
const WRITTEN_MS = 300

/** What the server finds beyond the rows that are loaded; asked once the words have stood for a moment. */
export function useFound(words: string) {
  const { api } = useWorkplace()
  const [asked, ask] = useState('')
  const wanted = words.trim()
  useEffect(() => {
    const timer = setTimeout(() => ask(wanted), WRITTEN_MS)
    return () => clearTimeout(timer)
  }, [wanted])
  const isAsked = wanted.length > 1 && asked === wanted
  const answer = useQuery({ queryKey: ['search', asked], queryFn: () => api.search(asked), enabled: isAsked })
  return { rows: isAsked ? answer.data?.conversations : undefined, isFailed: isAsked && answer.isError }
}

export function useDetail(conversationId: string) {
  const { loadDetail } = useWorkplace()
  return useQuery({ queryKey: detailKey(conversationId), queryFn: () => loadDetail(conversationId) })
}

export function useReference() {
  const { api } = useWorkplace()
  return useQuery({ queryKey: ['reference'], queryFn: api.reference }).data
}

/** The agent as the live list knows them; from the login until that has loaded. */
export function useMyself(): ConsoleAgent {
  const { me } = useWorkplace()
  return useInbox().data?.agents.find(({ id }) => id === me.agent.id) ?? me.agent
}

/** Names of agents and intents for sentences. */
export function useNames() {
  const agents = useInbox().data?.agents
  const reference = useReference()
  return useMemo(() => namesFrom(agents ?? [], reference), [agents, reference])
}

/** Runs something that changes a conversation, reads the change, and says why when it was refused. */
export function useAct() {
  const { live, leave } = useWorkplace()
  return async (conversationId: string, change: () => Promise<unknown>, done?: string): Promise<boolean> => {
    try {
      await change()
      if (done) toast(done)
      return true
    } catch (error) {
      toast(messageOf(error), 'problem')
      if (error instanceof ApiError && error.status === 401) leave()
      return false
    } finally {
      void live.refresh(conversationId)
    }
  }
}

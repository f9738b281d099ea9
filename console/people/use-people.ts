import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useInbox, useWorkplace } from '../shell/use-workplace.ts'
import type { Person } from '../state/wire.ts'

const LIST_KEY = ['people']
const personKey = (id: string) => ['person', id]
/** Other leads change people too; who is here and how busy comes over the socket. */
const REFRESH_MS = 15_000

export function usePeople() {
  const { api } = useWorkplace()
  return useQuery({ queryKey: LIST_KEY, queryFn: api.people, refetchInterval: REFRESH_MS, staleTime: 0 })
}

export function usePerson(id: string) {
  const { api } = useWorkplace()
  return useQuery({ queryKey: personKey(id), queryFn: () => api.person(id), staleTime: 0 })
}

/** State and load as the consoles' live list has them, which is newer than what was read. */
export function useLiveState(person: Person): Person {
  const live = useInbox().data?.agents.find(({ id }) => id === person.id)
  if (!live || person.leftAt !== null) return person
  const { connected, availability, awayReason, load } = live
  return { ...person, connected, availability, awayReason, load }
}

/** Puts what the server answered on screen, and reads the list again. */
export function useTakePerson() {
  const queries = useQueryClient()
  return (person: Person): void => {
    queries.setQueryData(personKey(person.id), person)
    void queries.invalidateQueries({ queryKey: LIST_KEY })
  }
}

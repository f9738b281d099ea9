import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { LoginScreen } from './login/login-screen.tsx'
import { Shell } from './shell/shell.tsx'
import { WorkplaceContext } from './shell/use-workplace.ts'
import { ApiError, createApi } from './state/api.ts'
import { serviceLevelNews } from './state/service-levels.ts'
import type { MeResult } from './state/wire.ts'
import { openWorkplace, type Workplace } from './state/workplace.ts'
import { Loading, Problem } from './ui/states.tsx'
import { toast } from './ui/toasts.tsx'

const api = createApi((...request) => window.fetch(...request))

/** Who is here: nobody (log in), or an agent with their workplace. */
export function App() {
  const queries = useQueryClient()
  const me = useQuery<MeResult | null>({ queryKey: ['me'], queryFn: whoAmI })

  if (me.isPending) return <Loading label="Loading the console" lines={1} height={52} />
  if (me.isError)
    return <Problem what="The console could not be loaded" error={me.error} onRetry={() => void me.refetch()} />
  if (!me.data) return <LoginScreen api={api} onLoggedIn={(result) => queries.setQueryData(['me'], result)} />
  return <LoggedIn key={me.data.agent.id} me={me.data} />
}

async function whoAmI(): Promise<MeResult | null> {
  try {
    return await api.me()
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

function LoggedIn({ me }: { me: MeResult }) {
  const queries = useQueryClient()
  const { id: agentId, role } = me.agent
  const [workplace, setWorkplace] = useState<Workplace | null>(null)

  useEffect(() => {
    const known = new Set<string>()
    const opened = openWorkplace({
      agentId,
      api,
      queries,
      storage: window.localStorage,
      onSessionDoubt: () => void queries.invalidateQueries({ queryKey: ['me'] }),
      onChanges: (changes) => {
        for (const news of serviceLevelNews(changes, { id: agentId, role }, known)) toast(news, 'problem')
      },
    })
    opened.open()
    setWorkplace(opened)
    return () => opened.close()
  }, [agentId, role, queries])

  /** Nothing of one agent stays on screen for the next; drafts and unsent messages stay in the browser. */
  function leave(): void {
    queries.setQueryData(['me'], null)
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  }

  if (!workplace) return null
  return (
    <WorkplaceContext value={{ ...workplace, me, leave }}>
      <Shell />
    </WorkplaceContext>
  )
}

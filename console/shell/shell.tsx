import { lazy, Suspense } from 'react'
import { Workbench } from '../inbox/workbench.tsx'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { Loading } from '../ui/states.tsx'
import { useRoute } from '../ui/use-route.ts'
import { Bars } from './bars.tsx'
import { Header } from './header.tsx'
import { Notices } from './notices.tsx'
import './shell.css'
import { useTitle } from './use-title.ts'
import { useWorkplace } from './use-workplace.ts'

const Articles = lazy(() => import('../articles/articles.tsx').then(({ Articles }) => ({ default: Articles })))
const Automation = lazy(() =>
  import('../automation/automation.tsx').then(({ Automation }) => ({ default: Automation })),
)
const Trends = lazy(() => import('../leads/trends.tsx').then(({ Trends }) => ({ default: Trends })))

/** The frame of every screen: header, warnings, and the place the address names. */
export function Shell() {
  const { me } = useWorkplace()
  const route = useRoute()
  const isLead = me.agent.role !== 'agent'
  useTitle()

  return (
    <div className="cc-shell">
      <Header place={route.place} isLead={isLead} />
      <div>
        <Bars />
        <Notices />
      </div>
      {route.place === 'conversations' ? (
        <ErrorBoundary key="conversations" what="The conversations">
          <Workbench conversationId={route.conversationId} />
        </ErrorBoundary>
      ) : route.place === 'articles' ? (
        <ErrorBoundary key="articles" what="The articles">
          <Suspense fallback={<Loading label="Loading the articles" />}>
            <Articles articleId={route.articleId} mayWrite={isLead} />
          </Suspense>
        </ErrorBoundary>
      ) : route.place === 'automation' ? (
        <ErrorBoundary key="automation" what="The automation">
          <Suspense fallback={<Loading label="Loading the automation" />}>
            <Automation part={route.part} ruleId={route.ruleId} mayWrite={isLead} />
          </Suspense>
        </ErrorBoundary>
      ) : isLead ? (
        <ErrorBoundary key="trends" what="The trends">
          <Suspense fallback={<Loading label="Loading the trends" />}>
            <Trends />
          </Suspense>
        </ErrorBoundary>
      ) : (
        <NotForAgents />
      )}
    </div>
  )
}

function NotForAgents() {
  return (
    <main className="cc-state">
      <h1 className="cc-h2">Trends are open to leads and admins</h1>
      <p className="cc-muted">Your conversations are unaffected. If you need these figures, ask your lead.</p>
      <a className="cc-link" href="#/">
        Back to the conversations
      </a>
    </main>
  )
}

import { lazy, Suspense } from 'react'
import { Workbench } from '../inbox/workbench.tsx'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { Loading } from '../ui/states.tsx'
import { useRoute } from '../ui/use-route.ts'
import { Bars } from './bars.tsx'
import { Header } from './header.tsx'
import { MissedOffers } from './missed-offers.tsx'
import { Notices } from './notices.tsx'
import './shell.css'
import { useTitle } from './use-title.ts'
import { useReloadedInbox, useWorkplace } from './use-workplace.ts'

const Articles = lazy(() => import('../articles/articles.tsx').then(({ Articles }) => ({ default: Articles })))
const Automation = lazy(() =>
  import('../automation/automation.tsx').then(({ Automation }) => ({ default: Automation })),
)
const People = lazy(() => import('../people/people.tsx').then(({ People }) => ({ default: People })))
const Trends = lazy(() => import('../leads/trends.tsx').then(({ Trends }) => ({ default: Trends })))

/** The frame of every screen: header, warnings, and the place the address names. */
export function Shell() {
  const { me } = useWorkplace()
  const route = useRoute()
  const isLead = me.agent.role !== 'agent'
  useTitle()
  useReloadedInbox()

  return (
    <div className="cc-shell">
      <Header place={route.place} isLead={isLead} />
      <div>
        <Bars />
        <MissedOffers />
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
      ) : !isLead ? (
        <NotForAgents place={route.place} />
      ) : route.place === 'people' ? (
        <ErrorBoundary key="people" what="The people">
          <Suspense fallback={<Loading label="Loading the people" />}>
            <People personId={route.personId} />
          </Suspense>
        </ErrorBoundary>
      ) : (
        <ErrorBoundary key="trends" what="The trends">
          <Suspense fallback={<Loading label="Loading the trends" />}>
            <Trends />
          </Suspense>
        </ErrorBoundary>
      )}
    </div>
  )
}

const NOT_FOR_AGENTS = {
  people: {
    title: 'People are open to leads and admins',
    hint: 'If something about you is wrong there, ask your lead.',
  },
  trends: { title: 'Trends are open to leads and admins', hint: 'If you need these figures, ask your lead.' },
}

function NotForAgents({ place }: { place: keyof typeof NOT_FOR_AGENTS }) {
  const { title, hint } = NOT_FOR_AGENTS[place]
  return (
    <main className="cc-state">
      <h1 className="cc-h2">{title}</h1>
      <p className="cc-muted">Your conversations are unaffected. {hint}</p>
      <a className="cc-link" href="#/">
        Back to the conversations
      </a>
    </main>
  )
}

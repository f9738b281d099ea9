import type { WidgetConfig } from '../shell.ts'
import { Icon } from './icons.tsx'

/** Before the first message: what may be asked, and who answers. */
export function Welcome({ config, choose }: { config: WidgetConfig; choose: (text: string) => void }) {
  const pages = config.name === '' ? 'the help pages' : `${config.name}'s help pages`
  return (
    <section class="welcome" aria-label="Start">
      <h3>Hello. What can we help with?</h3>
      <p>
        The assistant answers from {pages}, day and night, and says where each answer stands. It brings in a person when
        one is needed, or when you ask.
      </p>
      <ul>
        {config.questions.map((question) => (
          <li key={question}>
            <button type="button" class="starter" onClick={() => choose(question)}>
              <span>{question}</span>
              <Icon name="right" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Grey shapes where messages will be; they appear only when loading takes longer than 150 ms (see the stylesheet). */
export function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="hidden-text">Loading your conversation</span>
      <i class="bone theirs" />
      <i class="bone theirs short" />
      <i class="bone own" />
      <i class="bone theirs" />
    </div>
  )
}

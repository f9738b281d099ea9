import type { ReactNode } from 'react'
import type { ArticleImportPreview } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { Chip } from '../ui/chip.tsx'

/** What an import would do, by name and line: what is refused first, since somebody may want to mend it. */
export function ImportPreview({ found: { articles, problems } }: { found: ArticleImportPreview }) {
  const groups = GROUPS.map(({ change, one, many }) => {
    const those = articles.filter((article) => article.change === change)
    return { change, title: count(those.length, one, many), those }
  }).filter(({ those }) => those.length > 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling must work by keyboard, so the list takes focus
    <section className="cc-import__found" aria-label="What would happen" tabIndex={0}>
      {problems.length > 0 ? (
        <Group title={`${count(problems.length, 'problem: what it names', 'problems: what they name')} is left out`}>
          {problems.map(({ file, line, message }) => (
            <li key={`${file} ${line} ${message}`}>
              <span className="cc-import__place">{placeOf(file, line)}</span> {message}
            </li>
          ))}
        </Group>
      ) : null}
      {groups.map(({ change, title, those }) => (
        <Group key={change} title={title}>
          {those.map(({ id, title, file, line, isDraft }) => (
            <li key={id}>
              {title} {isDraft ? <Chip>Draft</Chip> : null}{' '}
              <span className="cc-small cc-muted">{placeOf(file, line)}</span>
            </li>
          ))}
        </Group>
      ))}
    </section>
  )
}

const GROUPS = [
  { change: 'new', one: 'new article', many: 'new articles' },
  { change: 'changed', one: 'article gets a new version', many: 'articles get a new version' },
  { change: 'same', one: 'article says the same as now', many: 'articles say the same as now' },
] as const

const placeOf = (file: string, line: number | null) => (line === null ? file : `${file}, line ${line}`)

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="cc-h2">{title}</h3>
      <ul className="cc-import__list">{children}</ul>
    </section>
  )
}

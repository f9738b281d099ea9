import { useEffect } from 'preact/hooks'
import { renderMarkdown } from '../app/markdown.ts'
import { askInChat } from './ask.ts'
import { useLoaded } from './use-loaded.ts'

interface LoadedArticle {
  id: string
  title: string
  updated: string
  passages: { heading: string | null; text: string }[]
}

/** "Help | TechGear", as the page came. */
const SITE = document.title
const LINKS = { server: '', inNewTab: false }
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })

export function Article({ id }: { id: string }) {
  const loaded = useLoaded<LoadedArticle>(`/api/articles/${id}`)
  const title = loaded.state === 'loaded' ? loaded.value.title : null
  useEffect(() => {
    if (title !== null) document.title = `${title} | ${SITE}`
  }, [title])

  if (loaded.state === 'loading') return <p class="loading">Loading the article</p>
  if (loaded.state !== 'loaded') return <Trouble isMissing={loaded.state === 'missing'} />
  const { updated, passages } = loaded.value
  const headed = passages.flatMap(({ heading }) => (heading === null ? [] : [heading]))
  return (
    <div class="article-columns">
      <article class="article">
        <a class="trail" href="/help">
          All articles
        </a>
        <h1>{title}</h1>
        <p class="updated">
          Updated on <time dateTime={updated}>{date.format(new Date(updated))}</time>
        </p>
        {passages.map(({ heading, text }) => (
          <section key={heading} class={heading === null ? 'opening' : undefined}>
            {heading !== null && <h2 id={toAnchor(heading)}>{heading}</h2>}
            {renderMarkdown(text, LINKS)}
          </section>
        ))}
        <div class="ask">
          <p class="ask-question">Not what you were looking for?</p>
          <button type="button" class="button" onClick={() => askInChat('')}>
            Ask in the chat
          </button>
        </div>
      </article>
      {headed.length > 0 && (
        <nav class="contents" aria-labelledby="contents-title">
          <h2 id="contents-title">On this page</h2>
          <ul>
            {headed.map((heading) => (
              <li key={heading}>
                <a href={`#${toAnchor(heading)}`}>{heading}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}

function Trouble({ isMissing }: { isMissing: boolean }) {
  return (
    <>
      <h1>{isMissing ? 'There is no article at this address' : 'The article could not be loaded'}</h1>
      <p class="trouble">
        {isMissing
          ? 'It may have been renamed. The list of all articles has a search.'
          : 'The server did not answer. Reload the page to try again.'}
      </p>
      <a href="/help">All articles</a>
    </>
  )
}

const toAnchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

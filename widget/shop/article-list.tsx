import { useState } from 'preact/hooks'
import { useLoaded } from './use-loaded.ts'

interface ListedArticle {
  id: string
  title: string
  summary: string
  tags: string[]
}

/** The first tag of an article says where it stands; tags not named here come last. */
const GROUPS: Record<string, string> = {
  orders: 'Orders',
  delivery: 'Delivery',
  returns: 'Returns',
  refunds: 'Refunds',
  payment: 'Payment',
  discounts: 'Discounts',
  account: 'Your account',
  warranty: 'Warranty',
  repair: 'Repair',
  technical: 'Technical help',
  sales: 'Choosing',
}
const OTHER = 'More'

export function ArticleList() {
  const loaded = useLoaded<{ articles: ListedArticle[] }>('/api/articles')
  const [query, setQuery] = useState(() => new URLSearchParams(location.search).get('q') ?? '')

  function search(text: string): void {
    setQuery(text)
    history.replaceState(null, '', text === '' ? '/help' : `/help?q=${encodeURIComponent(text)}`)
  }

  if (loaded.state === 'loading') return <p class="loading">Loading the articles</p>
  if (loaded.state !== 'loaded') {
    return (
      <>
        <h1>Help</h1>
        <p class="trouble">
          The articles could not be loaded, because the server did not answer. Reload the page to try again.
        </p>
      </>
    )
  }
  const found = loaded.value.articles.filter((article) => matches(article, query))
  return (
    <>
      <h1>How can we help?</h1>
      <label class="search">
        <span>Search the articles</span>
        <input type="search" value={query} onInput={(event) => search(event.currentTarget.value)} />
      </label>
      <p class="found" role="status">
        {found.length === 0
          ? 'No article has all of these words. Try fewer, or ask in the chat.'
          : `${found.length} ${found.length === 1 ? 'article' : 'articles'}`}
      </p>
      {[...Object.values(GROUPS), OTHER].map((group) => {
        const articles = found.filter(({ tags }) => (GROUPS[tags[0] ?? ''] ?? OTHER) === group)
        if (articles.length === 0) return null
        return (
          <section key={group} class="group">
            <h2>{group}</h2>
            <ul>
              {articles.map(({ id, title, summary }) => (
                <li key={id}>
                  <a href={`/help/${id}`}>{title}</a>
                  <p>{summary}</p>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

function matches({ title, summary, tags }: ListedArticle, query: string): boolean {
  const text = `${title} ${summary} ${tags.join(' ')}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

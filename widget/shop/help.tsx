import { render } from 'preact'
import { Article } from './article.tsx'
import { ArticleList } from './article-list.tsx'

/** `/help` lists the articles, `/help/<id>` shows one. */
const id = /^\/help\/([\w-]+)\/?$/.exec(location.pathname)?.[1]
const main = document.getElementById('main')
if (main) render(id === undefined ? <ArticleList /> : <Article id={id} />, main)

/**
 * The articles of the knowledge base: read from Markdown, cut into passages, indexed by words and by meaning, searched.
 * Every passage found carries the chance that it answers the message. The encoder is handed in; without it the words
 * alone are searched.
 */
export { type ArticleProblem, writeArticleFile } from './article-file.ts'
export { buildIndex, type Embed, type IndexOptions, makeIndexer } from './build-index.ts'
export { type ArticleEditor, createArticleEditor, type EditedArticle } from './edit-articles.ts'
export { evaluateFaq, type FaqEvaluation, faqArticle } from './evaluate-faq.ts'
export { dayIn, type Following, followArticles } from './follow-articles.ts'
export type { ImportedArticle, ImportFile } from './import-articles.ts'
export { type Library, openLibrary } from './library.ts'
export { type ArticleRow, listArticles } from './list-articles.ts'
export { loadArticles } from './load-articles.ts'
export type { KnowledgeIndex, MeasuredArticle, SearchQuery } from './search-index.ts'
export { tokenize } from './tokenize.ts'
export { type VectorStore, vectorsInFile } from './vector-store.ts'

/** See there. Loaded when wanted, with its libraries: a start does without. */
export const loadImport = () => import('./import-articles.ts')

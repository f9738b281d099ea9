import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Config } from '../config/index.ts'
import { evaluateFaq, type FaqEvaluation } from '../knowledge/index.ts'
import { areaUnderCurve, readRows } from '../understanding/index.ts'
import { openMoodReader } from './eval-sentiment.ts'
import { UsageError } from './usage-error.ts'

const text = z.string().refine((value) => value.trim() !== '', 'must not be empty')

/** How often search finds the article that answers, and whether it knows when none does, on files of the user's own. */
export async function evalFaq(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: { articles: { type: 'string' }, queries: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  if (!values.articles || !values.queries) {
    throw new UsageError('Name the two files: earshot eval faq --articles F --queries F [--json]')
  }
  const ids = new Set<string>()
  const id = text.refine((value) => !ids.has(value) && ids.add(value), 'stands in an earlier line already')
  const articles = await readRows(values.articles, z.object({ id, question: text, answer: z.string() }))
  const known = z
    .string()
    .refine((value) => ids.has(value), `names no article of ${values.articles}`)
    .nullable()
  const queries = await readRows(values.queries, z.object({ text, article: known }))

  // One encoding feeds every head; of what this reader reads only the vectors are used here.
  const reader = await openMoodReader(config)
  try {
    const embed = async (texts: string[]) => (await reader.read(texts)).map(({ vector }) => vector)
    const evaluation = await evaluateFaq(articles, queries, embed, areaUnderCurve)
    return values.json ? JSON.stringify(evaluation) : report(evaluation, values.queries)
  } finally {
    await reader.close()
  }
}

function report(evaluation: FaqEvaluation, file: string): string {
  const percent = (share: number | null) =>
    share === null ? 'no query has an article' : `${(share * 100).toFixed(2)} %`
  const { p1, mrr, recall5, answerableAuroc, unanswerable, msPerQuery, searchMsPerQuery } = evaluation
  const kind = unanswerable === 'rows' ? 'against queries without an article' : 'each article left out in turn'
  return `${[
    `Questions of ${file}: ${evaluation.queries} on ${evaluation.articles} articles`,
    `  right article first         ${percent(p1)}`,
    `  mean reciprocal rank        ${mrr?.toFixed(4) ?? 'no query has an article'}`,
    `  right article in first five ${percent(recall5)}`,
    `  answerable or not, AUROC    ${answerableAuroc?.toFixed(4) ?? 'needs both kinds'} (${kind})`,
    `  ms per query                ${msPerQuery.toFixed(1)} (search ${searchMsPerQuery.toFixed(2)})`,
  ].join('\n')}\n`
}

/** Reads `training/answers.jsonl`: the articles of invented companies, and what their customers ask. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Article } from '../src/domain/index.ts'
import { projectRoot } from '../src/project-root.ts'

export interface Question {
  text: string
  /** The article that answers; null when none does. */
  answer: string | null
}
export interface Company {
  name: string
  /** None for TechGear, whose articles are those of the installation. */
  articles: Article[]
  questions: Question[]
}

const row = z.union([
  z.strictObject({
    company: z.string(),
    article: z.string(),
    title: z.string(),
    text: z.string(),
    questions: z.array(z.string()),
  }),
  z.strictObject({ company: z.string(), asked: z.string(), answer: z.string().nullable() }),
])

export async function readCompanies(): Promise<Company[]> {
  const companies = new Map<string, Company>()
  const lines = await readFile(join(projectRoot, 'training', 'answers.jsonl'), 'utf8')
  for (const line of lines.split('\n').filter((each) => each !== '')) {
    const read = row.parse(JSON.parse(line))
    const company = companies.get(read.company) ?? { name: read.company, articles: [], questions: [] }
    companies.set(read.company, company)
    if ('asked' in read) company.questions.push({ text: read.asked, answer: read.answer })
    else company.articles.push(articleOf(read))
  }
  return [...companies.values()]
}

function articleOf({
  article: id,
  title,
  text,
  questions,
}: {
  article: string
  title: string
  text: string
  questions: string[]
}): Article {
  const unsaid = { summary: '', tags: [], language: 'en', updated: '1970-01-01', audience: 'public' as const }
  const passages = [{ id: `${id}#0`, articleId: id, title, heading: null, text }]
  return { id, title, ...unsaid, questions, passages }
}

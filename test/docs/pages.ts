import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/project-root.ts'

/** A file of the project as text; `path` counts from the root. */
export const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8')

/** Paths, from the root, of the files below `folder` whose name ends with `ending`, in alphabetical order. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort()
}

/** Every page written for people. */
export const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'widget/README.md',
  'training/README.md',
  ...filesBelow('docs', '.md'),
]

/** The first captured group of every match, each once, sorted. */
export function allOf(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort()
}

/** The part of a page under a heading, down to the next of the same level. */
export function section(page: string, heading: string): string {
  const level = heading.split(' ')[0] ?? ''
  const start = page.indexOf(`\n${heading}\n`)
  if (start < 0) throw new Error(`The page has no heading "${heading}".`)
  const end = page.indexOf(`\n${level} `, start + heading.length)
  return page.slice(start, end < 0 ? undefined : end)
}

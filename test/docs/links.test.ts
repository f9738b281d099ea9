import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../src/config/index.ts'
import { projectRoot } from '../../src/project-root.ts'
import { allOf, PAGES, read } from './pages.ts'

const withoutCode = (page: string) => page.replaceAll(/^```[\s\S]*?^```/gm, '')
/** As GitHub names headings. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

describe.each(PAGES)('%s', (path) => {
  const page = withoutCode(read(path))
  const links = allOf(page, /\]\(([^)\s]+)\)/g).filter((link) => !/^https?:/.test(link))

  it('links only to what is there', () => {
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? join(projectRoot, path) : join(projectRoot, dirname(path), file)
      if (!existsSync(target)) return true
      if (anchor === undefined || statSync(target).isDirectory()) return false
      const headings = allOf(withoutCode(read(target.slice(projectRoot.length))), /^#{1,4} (.+)$/gm)
      return !headings.map(anchorOf).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it('describes every picture in words', () => {
    expect(allOf(page, /!\[\s*\]\(([^)]+)\)/g)).toEqual([])
  })

  it('names only settings that exist', () => {
    const named = allOf(read(path), /\b(EARSHOT_[A-Z_]+)\b/g)
    // The page about operations shows what a misspelt name leads to.
    expect(named.filter((name) => !(name in SETTINGS) && name !== 'EARSHOT_DEMOO')).toEqual([])
  })
})

describe('the command line', () => {
  it('has every command the pages name', () => {
    const help = execFileSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'help'], {
      cwd: projectRoot,
      encoding: 'utf8',
    })
    const known = allOf(help, /^ {2}([a-z]+(?: [a-z]+)?)\b/gm)
    const named = new Set(PAGES.flatMap((path) => allOf(read(path), /npm run -s earshot -- ([a-z]+(?: [a-z]+)?)/g)))
    expect(named.size).toBeGreaterThan(1)
    expect([...named].filter((command) => !known.includes(command))).toEqual([])
  })
})

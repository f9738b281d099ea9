import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ICruiseResult } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../src/project-root.ts'

/** Cruises `folders` under `root` with the project's rules, by the program that `npm test` runs. */
function cruise(root: string, folders: string[]): Promise<ICruiseResult> {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const rules = join(projectRoot, '.dependency-cruiser.cjs')
  const args = [program, '--config', rules, '--output-type', 'json', ...folders]
  return new Promise((resolve, reject) => {
    // It ends with the number of violations, which is no failure here.
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64e6 }, (error, output) =>
      output === '' ? reject(error) : resolve(JSON.parse(output)),
    )
  })
}

describe('the dependency rules on this project', () => {
  it('look at every module of src', async () => {
    const { summary, modules } = await cruise(projectRoot, ['src'])
    expect(summary.totalCruised).toBeGreaterThan(20)
    const cruised = modules.map((module) => module.source)
    expect(cruised).toContain('src/domain/index.ts')
    expect(cruised).toContain('src/database/migrate.ts')
  })
})

/** One file each, and the rule it breaks. */
const PLANTED: [file: string, code: string, rule: string][] = [
  ['src/routing/a.ts', `import { one } from './b.ts'\nexport const two = one`, 'no-circles'],
  ['src/routing/nowhere.ts', `import './not-there.ts'`, 'nothing-missing'],
  ['src/domain/reads-files.ts', `import 'node:fs'`, 'domain-imports-only-zod'],
  ['src/protocol/asks-tickets.ts', `import '../tickets/index.ts'`, 'protocol-imports-only-domain-and-zod'],
  ['src/dialogue/decide.ts', `import 'node:fs'`, 'decide-is-pure'],
  ['src/gateway/back-door.ts', `import '../tickets/inner.ts'`, 'through-the-front-door'],
  ['src/storage.ts', `import './tickets/inner.ts'`, 'the-front-door-for-files-of-src-too'],
  ['src/tickets/asks-routing.ts', `import '../routing/index.ts'`, 'steps-import-only-the-domain'],
  ['src/tickets/types.ts', `import type { two } from '../routing/index.ts'`, 'steps-import-only-the-domain'],
  ['src/flows/reads-settings.ts', `import '../config/index.ts'`, 'steps-import-only-the-domain'],
  [
    'src/learning/asks-tickets.ts',
    `import '../tickets/index.ts'`,
    'learning-imports-only-the-domain-and-understanding',
  ],
  ['src/database/asks-tickets.ts', `import '../tickets/index.ts'`, 'the-database-imports-only-the-domain'],
  ['src/gateway/opens.ts', `import '../database/index.ts'`, 'only-compose-opens-databases'],
  ['src/gateway/composes.ts', `import '../compose.ts'`, 'only-main-and-cli-compose'],
  ['test/starts.ts', `import '../src/main.ts'`, 'nobody-imports-main'],
  ['widget/app.ts', `import '../src/domain/index.ts'`, 'browser-apps-see-only-the-protocol'],
  ['console/app.tsx', `import '../widget/app.ts'\nexport const app = <p />`, 'browser-apps-see-only-the-protocol'],
  ['src/gateway/uses-test.ts', `import '../../test/starts.ts'`, 'src-knows-no-test-or-browser-code'],
  ['src/gateway/uses-tool.ts', `import 'vitest'`, 'src-uses-no-tools'],
  ['src/tickets/serves.ts', `import 'express'`, 'express-lives-in-gateway-'],
  ['src/tickets/queries.ts', `import 'pg'`, 'pg-lives-in-database-'],
  ['src/gateway/hashes.ts', `import '@node-rs/argon2'`, '-node-rs-argon2-lives-in-people-'],
  [
    'src/understanding/stems.ts',
    `import 'natural/lib/natural/stemmers/index.js'`,
    'natural-lives-in-understanding-models-',
  ],
]
/** What the planted files import, itself without fault. */
const SCENERY: [file: string, code: string][] = [
  ['src/routing/b.ts', `import { two } from './a.ts'\nexport const one = two`],
  ['src/routing/index.ts', `export const two = 2`],
  ['src/tickets/index.ts', `import '../domain/index.ts'\nimport './inner.ts'`],
  ['src/tickets/inner.ts', `import 'node:crypto'`],
  ['src/domain/index.ts', `import 'zod'`],
  ['src/database/index.ts', `import 'pg'`],
  ['src/compose.ts', `import './tickets/index.ts'\nimport './database/index.ts'\nimport './config/index.ts'`],
  ['src/config/index.ts', `import 'zod'`],
  ['src/main.ts', `import './compose.ts'`],
  ['src/learning/index.ts', `import '../understanding/index.ts'`],
  ['src/understanding/index.ts', `import '../domain/index.ts'`],
  ['console/index.ts', `import '../src/protocol/index.ts'`],
  ['src/protocol/index.ts', `import '../domain/index.ts'`],
]

describe('the dependency rules on a tree with planted violations', () => {
  let root: string
  let violations: string[]
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'earshot-rules-'))
    for (const [file, code] of [...PLANTED, ...SCENERY]) {
      await mkdir(dirname(join(root, file)), { recursive: true })
      await writeFile(join(root, file), code)
    }
    for (const file of ['package.json', 'tsconfig.json']) await cp(join(projectRoot, file), join(root, file))
    await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
    const { summary } = await cruise(root, ['src', 'test', 'widget', 'console'])
    violations = summary.violations.map(({ from, rule }) => `${from} breaks ${rule.name}`)
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  it.each(PLANTED)('find that %s (%s) breaks %s', (file, _code, rule) => {
    expect(violations).toContain(`${file} breaks ${rule}`)
  })

  it.each(SCENERY.filter(([file]) => file !== 'src/routing/b.ts'))('find no fault with %s (%s)', (file) => {
    expect(violations.filter((violation) => violation.startsWith(`${file} `))).toEqual([])
  })
})

describe('what the cruiser cannot see', () => {
  const filesOf = async (folder: string, ending: RegExp) => {
    const names = await readdir(join(projectRoot, folder), { recursive: true }).catch(() => [])
    const files = names.filter((name) => ending.test(name)).map((name) => join(folder, name))
    return Promise.all(files.map(async (file) => ({ file, text: await readFile(join(projectRoot, file), 'utf8') })))
  }
  const SQL = /['`]\s*(with \w+ as|select [^'`]+\sfrom|insert into|update \w+\s+set|delete from)\s/
  const VALUE_OF_PROTOCOL = /import (?!type\b)[^'"]*from ['"][^'"]*src\/protocol\//

  it('SQL stands only in stores and in the database folder', async () => {
    const files = await filesOf('src', /\.ts$/)
    expect(files.filter(({ text }) => SQL.test(text)).length).toBeGreaterThan(0)
    const strangers = files.filter(({ file }) => !file.endsWith('-store.ts') && !file.startsWith('src/database/'))
    expect(strangers.filter(({ text }) => SQL.test(text)).map(({ file }) => file)).toEqual([])
  })

  it('the widget takes only types of the protocol, for zod would triple its size', async () => {
    expect(VALUE_OF_PROTOCOL.test(`import { schema } from '../src/protocol/customer.ts'`)).toBe(true)
    const files = await filesOf('widget', /\.tsx?$/)
    expect(files.filter(({ text }) => VALUE_OF_PROTOCOL.test(text)).map(({ file }) => file)).toEqual([])
  })
})

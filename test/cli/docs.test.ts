import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configurationPage } from '../../src/cli/docs.ts'
import { SETTINGS } from '../../src/config/index.ts'
import { projectRoot } from '../../src/project-root.ts'

describe('docs/configuration.md', () => {
  it('is what the settings say; `npm run -s earshot -- docs` writes it anew', async () => {
    expect(await readFile(join(projectRoot, 'docs/configuration.md'), 'utf8')).toBe(configurationPage())
  })

  it('has one row a setting, with default and meaning', () => {
    const rows = configurationPage()
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(rows.map((row) => row.split('`')[1])).toEqual(Object.keys(SETTINGS))
    for (const row of rows) expect(row).toMatch(/^\| `\w+` \| [^|]+ \| [A-Z01][^|]+\. \|$/)
  })

  it.each([
    ['PORT', '`3000`', 'From 0 to 65535.'],
    ['EARSHOT_DATA_DIR', '`data`', 'Folder of the embedded database'],
    ['EARSHOT_BENCHMARKS', '`../shared/benchmarks`', 'Folder'],
    ['EARSHOT_DEMO', '`1`', '0 starts empty.'],
    ['LOG_LEVEL', '`info`', 'One of `silent`, `error`'],
    ['DATABASE_URL', 'not set', 'PostgreSQL'],
    ['EARSHOT_WIDGET_ORIGINS', 'empty', 'Origins'],
    ['EARSHOT_NODE_NAME', 'host name and process id', 'Name'],
    ['EARSHOT_TIME_ZONE', 'the zone of the machine; `Europe/Amsterdam` in demo mode', 'IANA'],
  ])('says of %s that its default is %s', (name, byDefault, meaning) => {
    const row = configurationPage()
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\``))
    expect(row).toContain(`| ${byDefault} |`)
    expect(row).toContain(meaning)
  })

  it('shows nothing of the machine it was made on', () => {
    expect(configurationPage()).not.toContain(projectRoot)
    expect(configurationPage()).not.toContain(`${hostname()}-${process.pid}`)
  })
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../setup/run.mjs'

const LONGEST_CHECK_MS = 3 * 60 * 1000
/** The checks are small programs that mostly use one core each. */
const AT_ONCE = 2

/** Everything that is checked without running the product. A folder that is not there has no check. */
export function checksFor(root) {
  const there = (path) => existsSync(join(root, path))
  const types = ['.', 'test', 'widget', 'console', 'bench'].filter((folder) => there(join(folder, 'tsconfig.json')))
  const cruised = ['src', 'test', 'widget', 'console', 'bench'].filter(there)
  return [
    { title: 'Format and lint', command: ['@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'] },
    ...types.map((folder) => ({
      title: `Types of ${folder === '.' ? 'the server' : `${folder}/`}`,
      command: ['typescript/bin/tsc', '--noEmit', '-p', join(folder, 'tsconfig.json')],
    })),
    {
      title: 'Dependency rules',
      command: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', ...cruised],
    },
    {
      title: 'Unused files, exports and packages',
      command: ['knip/bin/knip.js', '--no-progress', '--no-config-hints'],
    },
  ]
}

/** Runs the checks, two at once, and tells of each in its turn: a line, and what a failed one said. */
export async function runChecks(root, checks, write) {
  const outcomes = []
  const start = (index) => {
    if (index >= checks.length || outcomes[index]) return
    outcomes[index] = runCheck(root, checks[index]).finally(() => start(outcomes.length))
  }
  for (let index = 0; index < AT_ONCE; index++) start(index)
  const result = { passed: 0, failed: 0 }
  for (const [index, { title }] of checks.entries()) {
    start(index)
    const { code, output, seconds } = await outcomes[index]
    write(`${code === 0 ? '✓' : '✗'} ${title} (${seconds} s)\n`)
    if (code !== 0) write(`${output}\n\n`)
    result[code === 0 ? 'passed' : 'failed']++
  }
  return result
}

async function runCheck(root, { command: [program, ...args] }) {
  const startedAt = Date.now()
  const { code, output } = await run(process.execPath, [join('node_modules', program), ...args], {
    cwd: root,
    environment: { NO_COLOR: '1' },
    timeoutMs: LONGEST_CHECK_MS,
  })
  return { code, output, seconds: ((Date.now() - startedAt) / 1000).toFixed(1) }
}

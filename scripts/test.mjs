import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithNpm } from './setup/end-with-npm.mjs'
import { SetUpError } from './setup/errors.mjs'
import { setUp } from './setup.mjs'
import { checksFor, runChecks } from './test/checks.mjs'
import { describeSurroundings, findChromium, runSuites } from './test/suites.mjs'

// `npm test`: set-up, checks, tests. `--checks-only` leaves the tests out; other arguments go to vitest.
// The last line is always `N passed, N failed`; each check counts as one.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const write = (text) => process.stdout.write(text)
const args = process.argv.slice(2)
const checksOnly = args.includes('--checks-only')
endWithNpm()

// The checks need no build, and say more about what keeps one from succeeding.
await setUpOr('Nothing was tested.', { builds: [] }, { passed: 0, failed: 0 })
const checks = await runChecks(root, checksFor(root), write)
if (checksOnly) finish(checks)
await setUpOr('The tests did not run.', {}, checks)

const chromium = findChromium()
const surroundings = describeSurroundings({
  databaseUrl: process.env.DATABASE_URL,
  redisUrl: process.env.REDIS_URL,
  chromium,
  ci: process.env.CI === 'true',
})
write(`${surroundings.lines.join('\n')}\n`)
const tests = await runSuites(root, args, {
  environment: { ...process.env, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
  skipBrowser: chromium === null,
})
for (const note of [...tests.notes, ...surroundings.failures]) write(`✗ ${note}\n`)
finish({
  passed: checks.passed + tests.passed,
  failed: checks.failed + tests.failed + surroundings.failures.length,
})

async function setUpOr(consequence, options, counts) {
  try {
    await setUp({ progressTo: process.stderr, ...options })
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    write(`✗ ${error.message}\n${consequence}\n`)
    finish({ passed: counts.passed, failed: counts.failed + 1 })
  }
}

function finish({ passed, failed }) {
  write(`${passed} passed, ${failed} failed\n`)
  process.exit(failed > 0 ? 1 : 0)
}

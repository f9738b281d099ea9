import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Some five times what it takes: machines differ. */
const LONGEST_RUN_MS = 60 * 60 * 1000
/** From the last result to the end of the process; whoever needs longer has left something open. */
const LONGEST_FAREWELL_MS = 30_000
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium that the browser suites drive: CHROMIUM_PATH, else the first on the PATH or in /usr/bin; null without. */
export function findChromium(environment = process.env) {
  const folders = [...(environment.PATH ?? '').split(delimiter), '/usr/bin'].filter(Boolean)
  const candidates = environment.CHROMIUM_PATH
    ? [environment.CHROMIUM_PATH]
    : CHROMIUM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What the suites run on, in sentences, and what of it is missing; a missing part is a failure where `ci` is set. */
export function describeSurroundings({ databaseUrl, redisUrl, chromium, ci }) {
  const at = (url) => new URL(url).host
  const databases = [
    'PGlite',
    databaseUrl && `PostgreSQL at ${at(databaseUrl)}`,
    redisUrl && `Redis at ${at(redisUrl)}`,
  ]
  const lines = [`Databases: ${databases.filter(Boolean).join(', ')}.`]
  const failures = []
  const missing = [
    [!databaseUrl, 'The suites did not run on PostgreSQL: DATABASE_URL is not set.'],
    [!redisUrl, 'The suites of several processes did not run: REDIS_URL is not set.'],
  ]
  for (const [isMissing, sentence] of missing) if (isMissing && ci) failures.push(sentence)
  if (!chromium) {
    const sentence =
      'The browser suites were skipped: install Chromium (on Debian the package chromium) or set CHROMIUM_PATH.'
    if (ci) failures.push(sentence)
    else lines.push(sentence)
  }
  return { lines, failures }
}

/**
 * Runs vitest with `args` and resolves with its own counts, `{ passed, failed, notes }`. What vitest cannot count counts as
 * one failure with a note: a file that does not load, an error outside the tests, a run that does not end.
 */
export async function runSuites(root, args, { environment, skipBrowser, limitMs = LONGEST_RUN_MS }) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-test-'))
  const report = join(folder, 'report.json')
  try {
    const ending = await runVitest(root, args, { environment, skipBrowser, limitMs, report })
    return countResults(report, ending, limitMs)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runVitest(root, args, { environment, skipBrowser, limitMs, report }) {
  const own = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  if (skipBrowser) own.push('--project=!browser')
  return new Promise((resolve) => {
    // A group of its own, so that what hangs is ended with everything it has started.
    const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...own, ...args], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
    const endAll = (signal) => {
      try {
        process.kill(-child.pid, signal)
      } catch {}
    }
    let stopped = false
    let reportedAt = 0
    const startedAt = Date.now()
    const watch = setInterval(() => {
      if (reportedAt === 0 && existsSync(report)) reportedAt = Date.now()
      const hangs = reportedAt > 0 && Date.now() - reportedAt > LONGEST_FAREWELL_MS
      if (!hangs && Date.now() - startedAt < limitMs) return
      stopped = true
      endAll('SIGKILL')
    }, 500)
    const passOn = (signal, number) => () => {
      endAll(signal)
      setTimeout(() => {
        endAll('SIGKILL')
        process.exit(128 + number)
      }, 2_000)
    }
    process.once('SIGINT', passOn('SIGTERM', 2))
    process.once('SIGTERM', passOn('SIGTERM', 15))
    child.on('exit', (code) => {
      clearInterval(watch)
      resolve({ code: code ?? 1, stopped })
    })
  })
}

export function countResults(report, { code, stopped }, limitMs) {
  const notes = []
  let results
  try {
    results = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    results = { numPassedTests: 0, numFailedTests: 0, testResults: [] }
  }
  let failed = results.numFailedTests
  for (const file of results.testResults) {
    if (file.status !== 'failed' || file.assertionResults.some((test) => test.status === 'failed')) continue
    failed++
    notes.push(`${file.name} did not run to its end.`)
  }
  if (stopped) {
    failed++
    notes.push(
      results.testResults.length > 0
        ? 'The tests left something running that kept them from ending; it was stopped.'
        : `The tests were stopped: they had not ended after ${Math.round(limitMs / 60_000)} minutes.`,
    )
  } else if (code !== 0 && failed === 0) {
    failed++
    notes.push('Vitest reported an error outside the tests; it stands above.')
  }
  return { passed: results.numPassedTests, failed, notes }
}

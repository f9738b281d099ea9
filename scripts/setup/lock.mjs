import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetUpError } from './errors.mjs'

const LONGEST_WAIT_MS = 20 * 60 * 1000
/** A folder without its holder's name is one whose maker was killed between two lines, if it is older than this. */
const NAMELESS_MS = 5_000

/**
 * Takes the lock `folder` (a folder that exists while it is held) and returns the function that frees it. Waits for
 * another live process that holds it, after calling `onWait(pid)` once; a lock of a dead process is taken over.
 */
export async function takeLock(folder, { onWait = () => {} } = {}) {
  mkdirSync(dirname(folder), { recursive: true })
  const me = nameOf(process.pid)
  const until = Date.now() + LONGEST_WAIT_MS
  let told = false
  for (;;) {
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, 'holder'), me)
      return () => {
        if (holderOf(folder) === me) rmSync(folder, { recursive: true, force: true })
      }
    } catch (error) {
      // ENOENT: somebody took the unnamed folder for a stale one, in the instant before its holder was written.
      if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error
    }
    const holder = holderOf(folder)
    if (isStale(folder, holder)) {
      takeAway(folder, holder)
      continue
    }
    if (!told) onWait(Number.parseInt(holder ?? '', 10))
    told = true
    if (Date.now() > until) {
      throw new SetUpError(
        `Another set-up (process ${holder ?? 'unknown'}) has been at work in this folder for 20 minutes.\n` +
          `Nothing was changed. Stop that process, or remove ${folder} if there is none, and start again.`,
      )
    }
    await sleep(150)
  }
}

/** Notes in the lock `folder` that its holder has started the program `pid`, for whoever takes the lock over. */
export function noteProgram(folder, pid) {
  try {
    writeFileSync(join(folder, `program ${nameOf(pid)}`), '')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

/** Process ids come again, after a restart of a container for example; with its start the name is unique (Linux). */
function nameOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return String(pid)
  }
}

function holderOf(folder) {
  try {
    return readFileSync(join(folder, 'holder'), 'utf8') || null
  } catch {
    return null
  }
}

function isStale(folder, holder) {
  if (holder === null) {
    const madeAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs
    return madeAt !== undefined && Date.now() - madeAt > NAMELESS_MS
  }
  const pid = Number.parseInt(holder, 10)
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'ESRCH'
  }
  return nameOf(pid) !== holder
}

/** Moves a stale lock aside before removing it: of two that found it stale, only one moves it. */
function takeAway(folder, staleHolder) {
  const aside = `${folder}.${process.pid}.old`
  try {
    renameSync(folder, aside)
  } catch {
    return
  }
  // Between the look and the move somebody else may have taken the lock over; give it back.
  if (holderOf(aside) !== staleHolder) {
    try {
      renameSync(aside, folder)
      return
    } catch {}
  }
  endPrograms(aside)
  rmSync(aside, { recursive: true, force: true })
}

/** A set-up that was killed leaves its npm at work, which would write into the next one's packages. */
function endPrograms(folder) {
  for (const note of readdirSync(folder)) {
    const name = /^program (\d+ \d+)$/.exec(note)?.[1]
    const pid = Number.parseInt(name ?? '', 10)
    // Without the time of its start (elsewhere than on Linux) the process might be another by now.
    if (name === undefined || nameOf(pid) !== name) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {}
  }
}

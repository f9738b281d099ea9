import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUILDS, makeBuilds, staleBuilds } from './setup/builds.mjs'
import { areDependenciesReady, installDependencies } from './setup/dependencies.mjs'
import { endWithNpm } from './setup/end-with-npm.mjs'
import { SetUpError } from './setup/errors.mjs'
import { noteProgram, takeLock } from './setup/lock.mjs'
import { fetchModel, isModelReady, requireModelAt } from './setup/model.mjs'
import { killRunning, removeLeftovers, tellOfPrograms } from './setup/run.mjs'

const OLDEST_NODE = [20, 19]
const ownRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Brings everything a start needs into place: packages, model, the server and the browser apps. What is there and
 * current is left alone, so a second run takes a tenth of a second. Progress goes to the stream `progressTo`, and
 * nothing is written to it when there is nothing to do. `builds` names those wanted, all by default.
 * Throws a SetUpError with a sentence for people.
 */
export async function setUp({ progressTo, root = ownRoot, builds = BUILDS.map((build) => build.name) }) {
  requireNode()
  const wanted = BUILDS.filter((build) => builds.includes(build.name))
  const ownModel = process.env.EARSHOT_MODEL_DIR
  const model = join(root, 'models/all-MiniLM-L6-v2')
  const lacksModel = () => !ownModel && !isModelReady(model)
  if (ownModel) requireModelAt(resolve(ownModel))
  if (areDependenciesReady(root) && !lacksModel() && staleBuilds(root, wanted).length === 0) return

  const lock = join(root, 'dist/.setup-lock')
  const release = await takeLock(lock, {
    onWait: (pid) => progressTo.write(`Another set-up (process ${pid}) is at work in this folder; waiting for it.\n`),
  })
  tellOfPrograms((pid) => noteProgram(lock, pid))
  const stopCleaning = cleanUpOnSignal(root, release)
  try {
    removeLeftovers(join(root, 'dist'))
    if (!areDependenciesReady(root)) await installDependencies(root, progressTo)
    if (lacksModel()) await fetchModel(model, progressTo)
    const stale = staleBuilds(root, wanted)
    if (stale.length > 0) await makeBuilds(root, stale, progressTo)
  } finally {
    stopCleaning()
    release()
  }
}

/** `setUp` for a command: progress on standard error; a failure is told there and ends the process with 1. */
export async function setUpOrExit(options = {}) {
  try {
    await setUp({ progressTo: process.stderr, ...options })
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new SetUpError(
    `Earshot needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}. Nothing was changed.`,
  )
}

/** Until the returned function is called, Ctrl-C and SIGTERM end the programs at work and remove what is half-written. */
function cleanUpOnSignal(root, release) {
  const stopOn = (signal, number) => {
    const stop = () => {
      killRunning()
      for (const folder of ['dist', 'models']) removeLeftovers(join(root, folder))
      release()
      process.exit(128 + number)
    }
    process.once(signal, stop)
    return () => process.off(signal, stop)
  }
  const offs = [stopOn('SIGINT', 2), stopOn('SIGTERM', 15)]
  return () => {
    for (const off of offs) off()
  }
}

if (process.argv[1] && existsSync(process.argv[1]) && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  endWithNpm()
  await setUpOrExit()
}

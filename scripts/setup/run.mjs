import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const running = new Set()
let onStart = () => {}
const MOST_OUTPUT = 200_000

/** Runs a program to its end and resolves with `{ code, output }`; nothing of it reaches this process's own output. */
export function run(command, args, { cwd, environment = {}, timeoutMs }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Windows finds npm.cmd through its shell only.
      shell: process.platform === 'win32' && command === 'npm',
    })
    running.add(child)
    if (child.pid !== undefined) onStart(child.pid)
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-MOST_OUTPUT)
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    const timer = setTimeout(() => {
      output += `\nStopped after ${Math.round(timeoutMs / 1000)} s without an end.`
      child.kill('SIGKILL')
    }, timeoutMs)
    const end = (code) => {
      clearTimeout(timer)
      running.delete(child)
      resolve({ code, output: output.trim() })
    }
    child.on('error', (error) => {
      output += error.message
      end(127)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/** Runs npm: the one that runs this script, else the one on the PATH. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  return run(npm[0], [...npm.slice(1), ...args], {
    ...options,
    environment: {
      ...options.environment,
      // `npm run -s` hands its silence down, and the reason of a failure would be lost.
      npm_config_loglevel: 'error',
      npm_config_fetch_retries: '2',
      npm_config_fetch_retry_mintimeout: '1000',
      npm_config_fetch_retry_maxtimeout: '5000',
      npm_config_fetch_timeout: '60000',
    },
  })
}

/** From now on `tell(pid)` hears of every program that `run` starts. */
export function tellOfPrograms(tell) {
  onStart = tell
}

/** Ends every program `run` has started that still runs. */
export function killRunning() {
  for (const child of running) child.kill('SIGTERM')
}

/** A hash over the names and contents of files and of everything inside folders. A missing one counts as missing. */
export function hashOf(root, paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    let entries
    try {
      entries = readdirSync(join(root, path), { withFileTypes: true })
    } catch (error) {
      hash.update(error.code === 'ENOTDIR' ? readFileSync(join(root, path)) : 'missing').update(`\0${path}\0`)
      return
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) add(`${path}/${entry.name}`)
      else
        hash
          .update(`${path}/${entry.name}\0`)
          .update(readFileSync(join(root, path, entry.name)))
          .update('\0')
    }
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

/** Puts the finished folder `from` in the place of `to`; only a complete folder is ever seen there. */
export function swapFolder(from, to) {
  const old = `${to}.${process.pid}.old`
  rmSync(old, { recursive: true, force: true })
  try {
    renameSync(to, old)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  renameSync(from, to)
  rmSync(old, { recursive: true, force: true })
}

/** Removes what a killed set-up left in `folder`: `<name>.<pid>.tmp` and `<name>.<pid>.old`. Call it holding the lock. */
export function removeLeftovers(folder) {
  let names = []
  try {
    names = readdirSync(folder)
  } catch {
    return
  }
  for (const name of names) {
    if (/\.\d+\.(tmp|old)$/.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

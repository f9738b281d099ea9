import { createHash } from 'node:crypto'
import { mkdir, realpath, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Holder {
  pid: number
  startedAt: string
}

/**
 * Takes `folder` for this process. PGlite lets two processes open one folder and lose each other's writes, so exactly
 * one may. The lock is a listening local socket: the system frees it when the process dies, however it dies.
 * Throws with the holder's process id when the folder is taken.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  await mkdir(folder, { recursive: true })
  const name = `earshot-${createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 24)}`
  // Linux has sockets without a file; elsewhere a stale file of a killed process is removed after nobody answers on it.
  const address = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`)
  const me: Holder = { pid: process.pid, startedAt: new Date().toISOString() }
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(JSON.stringify(me))
  })

  for (let attempt = 0; attempt < 3; attempt++) {
    if (await listen(server, address)) {
      server.unref()
      return { release: () => new Promise((resolve) => server.close(() => resolve())) }
    }
    const holder = await askHolder(address)
    if (holder) {
      throw new Error(
        `The folder ${folder} is in use by process ${holder.pid}, started ${holder.startedAt}. ` +
          'Stop it first, or set EARSHOT_DATA_DIR to another folder.',
      )
    }
    if (process.platform !== 'linux') await rm(address, { force: true })
  }
  throw new Error(`The folder ${folder} is in use by another process that does not say who it is.`)
}

function listen(server: ReturnType<typeof createServer>, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error))
    server.once('error', failed)
    server.listen(address, () => {
      server.off('error', failed)
      resolve(true)
    })
  })
}

function askHolder(address: string): Promise<Holder | null> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(address)
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      try {
        resolve(JSON.parse(text) as Holder)
      } catch {
        resolve(null)
      }
    })
  })
}

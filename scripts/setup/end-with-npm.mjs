const LOOK_EVERY_MS = 200

/**
 * Run by npm, ends this process in its own orderly way when npm is told to end. npm hands SIGTERM to the shell it has
 * started, and a shell like dash dies of it without a word to its child: a server would run on, holding its port and
 * its folder, with nobody to stop it. Ctrl-C needs none of this: the terminal sends it to everybody.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  timer.unref()
}

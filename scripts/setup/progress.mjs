const BAR_WIDTH = 24
const QUARTERS = [0, 25, 50, 75, 100]

/**
 * Shows how far one piece of work is. On a terminal one line is redrawn; elsewhere a line is written at 0, 25, 50, 75
 * and 100 %. Work whose length is unknown never calls `at` and gets a line at its start and one at its end.
 */
export function startProgress(stream, label) {
  const startedAt = Date.now()
  const written = new Set()
  let shown = ''
  let highest = 0

  const redraw = (text) => {
    if (text === shown) return
    stream.write(`\r\x1b[2K${text}`)
    shown = text
  }
  if (stream.isTTY) redraw(`${label} …`)

  return {
    /** `fraction` is 0..1; what is shown never falls. */
    at(fraction) {
      highest = Math.max(highest, Math.min(100, Math.floor(fraction * 100)))
      const percent = highest
      if (stream.isTTY) {
        const filled = Math.round((percent / 100) * BAR_WIDTH)
        redraw(`${label} [${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}] ${percent} %`)
        return
      }
      const reached = QUARTERS.findLast((quarter) => quarter <= percent)
      if (written.has(reached)) return
      written.add(reached)
      stream.write(`${label}: ${reached} %\n`)
    },
    done() {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      if (stream.isTTY) {
        redraw(`${label}: done in ${seconds} s`)
        stream.write('\n')
        return
      }
      if (written.size > 0) this.at(1)
      else stream.write(`${label}: done in ${seconds} s\n`)
    },
    failed() {
      if (stream.isTTY) redraw(`${label}: failed`)
      stream.write(stream.isTTY ? '\n' : `${label}: failed\n`)
    },
  }
}

/** Runs `work(progress)` under a progress line that says how it ended. */
export async function withProgress(stream, label, work) {
  const progress = startProgress(stream, label)
  try {
    const result = await work(progress)
    progress.done()
    return result
  } catch (error) {
    progress.failed()
    throw error
  }
}

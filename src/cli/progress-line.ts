const BAR_WIDTH = 24

/** How far long work is: one line on standard error, redrawn on a terminal and written anew at each step elsewhere. */
export function progressLine(label: string): { at(done: number, of: number, note: string): void; end(): void } {
  const { stderr } = process
  return {
    at(done, of, note) {
      const filled = Math.round((done / of) * BAR_WIDTH)
      const text = `${label} [${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}] ${done} of ${of}${note && `, ${note}`}`
      stderr.write(stderr.isTTY ? `\r\x1b[2K${text}` : `${text}\n`)
    },
    end() {
      if (stderr.isTTY) stderr.write('\n')
    },
  }
}

/** A stream that keeps what is written to it. */
export function collectingStream({ isTTY = false } = {}) {
  const stream = {
    isTTY,
    text: '',
    write(chunk: string) {
      stream.text += chunk
      return true
    },
  }
  return stream
}

import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const BLOCK = 512
const MOST_BYTES = 500 * 1024 * 1024

/** The regular files of a `.tgz`, by path. Throws when it is not one or is cut short. */
export async function readTarball(bytes) {
  const tar = await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES })
  const files = new Map()
  let at = 0
  while (at + BLOCK <= tar.length) {
    const text = (from, length) => {
      const field = tar.subarray(at + from, at + from + length)
      const end = field.indexOf(0)
      return field.toString('utf8', 0, end < 0 ? length : end)
    }
    const name = text(0, 100)
    // Two empty blocks end the archive.
    if (name === '') break
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
    const size = Number.parseInt(text(124, 12), 8)
    const type = text(156, 1)
    const from = at + BLOCK
    if (!Number.isInteger(size) || from + size > tar.length) throw new Error('the archive is cut short')
    if (type === '0' || type === '')
      files.set(prefix === '' ? name : `${prefix}/${name}`, tar.subarray(from, from + size))
    at = from + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}

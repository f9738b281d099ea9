import { gzipSync } from 'node:zlib'

/** A `.tgz` of the given files, as npm packs one. */
export function makeTarball(files: Record<string, Buffer>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, bytes]) => [
    header(path, bytes.length),
    bytes,
    Buffer.alloc((512 - (bytes.length % 512)) % 512),
  ])
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(512)
  block.write(path, 0)
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('0', 156)
  block.write('ustar\0', 257)
  return block
}

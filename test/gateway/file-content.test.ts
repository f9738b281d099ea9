import { describe, expect, it } from 'vitest'
import { checkFile } from '../../src/gateway/attachments.ts'
import { gif, jpeg, packed, pdf, png, webp } from '../support/files.ts'

const TAIL = Buffer.from('<html><script>alert(1)</script></html>')
const IMAGES: Record<string, Buffer> = { png: png(), gif: gif(), jpg: jpeg(), webp: webp() }

describe('the content of a file', () => {
  it.each(Object.entries(IMAGES))('is kept as it is where it is a whole %s', async (ending, content) => {
    const { name, content: kept } = await checkFile('photo', content)
    expect(name).toBe(`photo.${ending}`)
    expect(Buffer.from(kept).equals(content)).toBe(true)
  })

  it.each(Object.entries(IMAGES))('ends where a %s ends: a page behind it is not kept', async (_ending, content) => {
    const { content: kept } = await checkFile('photo', Buffer.concat([content, TAIL]))
    expect(Buffer.from(kept).equals(content)).toBe(true)
  })

  it.each(Object.entries(IMAGES))(
    'is refused where a %s is cut short anywhere behind its first bytes',
    async (_ending, content) => {
      for (let length = 24; length < content.length - 1; length++) {
        const refusal = checkFile('photo', content.subarray(0, length))
        await expect(refusal, `${length} bytes`).rejects.toMatchObject({ code: /^attachment-(broken|type)$/ })
      }
    },
  )

  it.each([
    ['a PNG of 30,000 × 30,000 in a few bytes', png({ width: 30_000, height: 30_000 })],
    ['a JPEG of 65,535 × 65,535', jpeg({ width: 65_535, height: 65_535 })],
    ['a GIF of many large frames', gif({ width: 8_000, height: 8_000, frames: 5 })],
  ])('is refused where it would take gigabytes to draw: %s', async (_what, content) => {
    await expect(checkFile('bomb', content)).rejects.toMatchObject({
      code: 'attachment-too-many-pixels',
      field: 'file',
    })
  })

  it('may have as many pixels as the largest phones photograph', async () => {
    expect((await checkFile('photo', png({ width: 8_192, height: 6_144 }))).type).toBe('image/png')
  })

  it.each([
    [
      'a PNG whose header was changed',
      Buffer.from(png().toString('latin1').replace('\x08\0\0\0\0', '\x09\0\0\0\0'), 'latin1'),
    ],
    ['no pixels', png({ width: 0 })],
    ['a page that begins like a PNG', Buffer.concat([png().subarray(0, 40), TAIL, Buffer.alloc(100)])],
    ['a PDF without an end', pdf().subarray(0, -30)],
    [
      'a PDF whose end points nowhere',
      Buffer.from(
        pdf()
          .toString()
          .replace(/startxref\n\d+/, 'startxref\n5'),
      ),
    ],
  ])('is refused where it is broken: %s', async (_what, content) => {
    await expect(checkFile('file', content)).rejects.toMatchObject({ code: 'attachment-broken' })
  })

  it.each([
    ['a script when it is opened', pdf('<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>')],
    ['a script whose name is written in numbers', pdf('<< /S /J#61vaScript /J#53 (app.alert(1)) >>')],
    ['a program', pdf('<< /A << /S /Launch /F (calc.exe) >> >>')],
    ['another file', pdf('<< /Type /Filespec /EF << >> /Names << /EmbeddedFiles 4 0 R >> >>')],
    ['a script in packed objects', pdf(packed('4 0 << /S /JavaScript /JS (app.alert(1)) >>'))],
  ])('is refused where a PDF holds %s', async (_what, content) => {
    await expect(checkFile('file', content)).rejects.toMatchObject({ code: 'attachment-active' })
  })

  it('refuses packed objects that unpack to far more than a PDF has', async () => {
    await expect(checkFile('file', pdf(packed(Buffer.alloc(20_000_000))))).rejects.toMatchObject({
      code: 'attachment-broken',
    })
  })

  it.each([
    ['plain', pdf()],
    ['with packed objects', pdf(packed('4 0 << /Type /Font >>'))],
    [
      'with links and a page it opens at',
      pdf('<< /OpenAction [3 0 R /Fit] /A << /S /URI /URI (https://a.example) >> >>'),
    ],
  ])('is kept where it is a harmless PDF: %s', async (_what, content) => {
    expect(Buffer.from((await checkFile('file', content)).content).equals(content)).toBe(true)
  })
})

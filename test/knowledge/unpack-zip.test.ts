import { describe, expect, it } from 'vitest'
import { zip } from '../../src/gateway/zip.ts'
import { readImport } from '../../src/knowledge/import-articles.ts'
import { unpackZip, ZIP_LIMITS } from '../../src/knowledge/unpack-zip.ts'

const everything = () => true
const unpack = (bytes: Buffer, limits = ZIP_LIMITS) => unpackZip({ name: 'a.zip', bytes }, everything, limits)
const wholeIsRefused = (message: string) => ({
  files: [],
  problems: [{ file: 'a.zip', line: null, message: expect.stringContaining(message) }],
})
const of = (name: string, text = '# A\n\nB.') => ({ name, text })

/** The archive with one byte changed at every place where `at` is found; `offset` from there. */
function tampered(archive: Buffer, at: string, offset: number, value: number): Buffer {
  const copy = Buffer.from(archive)
  for (let place = copy.indexOf(at, 0, 'latin1'); place !== -1; place = copy.indexOf(at, place + 1, 'latin1')) {
    copy[place + offset] = value
  }
  return copy
}
const DIRECTORY = 'PK\x01\x02'

describe('a ZIP archive', () => {
  it('gives its text files, without folders and what systems add', () => {
    const archive = zip([of('faq/übergabe.md', 'Grüße'), of('faq/', ''), of('__MACOSX/faq/._a.md'), of('.DS_Store')])
    expect(unpack(archive)).toEqual({ files: [{ name: 'faq/übergabe.md', text: 'Grüße' }], problems: [] })
  })

  it('is imported like the folder it was made of, broken files named by line', () => {
    const bytes = zip([
      of('help/late/index.html', '<main><h1>Late parcels</h1><p>We search.</p></main>'),
      of('broken.md', '---\ntitle: [\n---\n\nBody'),
      of('faq.csv', 'question,answer\nWho?,Me\nWhy?,\n'),
      of('logo.png', 'no picture'),
    ])
    const { articles, problems } = readImport([{ name: 'help.zip', bytes }, of('beside.md')])
    expect(articles.map(({ id, file, line }) => [id, file, line])).toEqual([
      ['help-late', 'help/late/index.html', null],
      ['who', 'faq.csv', 2],
      ['beside', 'beside.md', null],
    ])
    expect(problems).toEqual([
      { file: 'logo.png', line: null, message: expect.stringContaining('Only .md') },
      { file: 'broken.md', line: expect.any(Number), message: expect.stringContaining('not YAML') },
      { file: 'faq.csv', line: 3, message: 'The row has no answer.' },
    ])
  })

  it.each(['../up.md', 'a/../../up.md', '/etc/up.md', 'C:\\up.md', '..\\up.md', 'a\\..\\up.md'])(
    'keeps %s out, and reads the others',
    (name) => {
      const { files, problems } = unpack(zip([of(name), of('good.md')]))
      expect(files.map((file) => file.name)).toEqual(['good.md'])
      expect(problems).toMatchObject([{ message: 'Its name leads out of the archive.' }])
    },
  )

  it.each<[string, Buffer, string]>([
    ['a file that is damaged', tampered(zip([of('a.md')]), DIRECTORY, 16, 7), 'damaged'],
    ['a file with a password', tampered(zip([of('a.md')]), DIRECTORY, 8, 1), 'password'],
    ['a file packed otherwise', tampered(zip([of('a.md')]), DIRECTORY, 10, 12), 'packed in a way'],
    ['a file that begins elsewhere', tampered(zip([of('a.md')]), DIRECTORY, 44, 1), 'damaged'],
  ])('names %s', (_what, archive, message) => {
    const { files, problems } = unpack(archive)
    expect(files).toEqual([])
    expect(problems).toEqual([{ file: 'a.md', line: null, message: expect.stringContaining(message) }])
  })

  it.each<[string, Buffer, string]>([
    ['no archive', Buffer.from('# Title'), 'not a ZIP archive'],
    ['an empty file', Buffer.alloc(0), 'not a ZIP archive'],
    ['half of one', zip([of('a.md'), of('b.md')]).subarray(40), 'not a ZIP archive'],
    ['a directory that points outside', tampered(zip([of('a.md')]), 'PK\x05\x06', 18, 255), 'not a ZIP archive'],
  ])('refuses %s whole', (_what, archive, message) => {
    expect(unpack(archive)).toEqual(wholeIsRefused(message))
  })

  it('does not unpack more than it may: files, bytes of one, bytes of all', () => {
    const limits = { entries: 3, fileBytes: 100, totalBytes: 250 }
    const many = (count: number, length: number) =>
      zip(Array.from({ length: count }, (_, i) => of(`${i}.md`, 'x'.repeat(length))))
    expect(unpack(many(3, 80), limits).files).toHaveLength(3)
    expect(unpack(many(4, 1), limits)).toEqual(wholeIsRefused('4 files'))
    expect(unpack(many(3, 100), limits)).toEqual(wholeIsRefused('unpacks to more than'))
    const { files, problems } = unpack(zip([of('0.md', 'x'.repeat(101)), of('1.md')]), limits)
    expect(files.map(({ name }) => name)).toEqual(['1.md'])
    expect(problems).toMatchObject([{ file: '0.md', message: expect.stringContaining('unpacks to more than') }])
  })

  it('ends early with a bomb: 150 MB that claim to be a few bytes', () => {
    const bomb = Array.from({ length: 30 }, (_, i) => of(`${i}.md`, 'x'.repeat(5_000_000)))
    const archive = tampered(zip(bomb), DIRECTORY, 25, 0)
    expect(unpack(archive)).toEqual(wholeIsRefused('20 MB'))
  })
})

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'

describeOnEachDatabase('a database', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(() => emptyTables(database))

  const setSetting = (on: Pick<Database, 'query'>, name: string, value: unknown) =>
    on.query('insert into settings (name, value) values ($1, $2::jsonb)', [name, JSON.stringify(value)])
  const settingNames = async () =>
    (await database.query<{ name: string }>('select name from settings order by name')).map((row) => row.name)

  it('gives eight-byte integers as numbers', async () => {
    const [row] = await database.query('select 9007199254740991::bigint as big, count(*) as n from settings')
    expect(row).toEqual({ big: 9007199254740991, n: 0 })
  })

  it('gives instants as Date, to the millisecond, and takes them', async () => {
    const at = new Date('2026-03-29T01:30:00.123Z')
    const [row] = await database.query<{ at: Date }>('select $1::timestamptz as at', [at])
    expect(row?.at).toEqual(at)
  })

  it.each([
    [{ text: 'O\'Neil said "hi" \\ 😀', nested: { list: [1, 2.5, null, true] } }],
    [[]],
    ['a string'],
    [0],
    [null],
  ])('keeps %j through a jsonb column', async (value) => {
    await setSetting(database, 'it', value)
    expect(await database.query('select value from settings')).toEqual([{ value }])
  })

  it('gives null, reals and booleans as they are', async () => {
    const [row] = await database.query('select null::text as missing, 0.25::real as ratio, true as yes')
    expect(row).toEqual({ missing: null, ratio: 0.25, yes: true })
  })

  it('gives what the work of a transaction returned', async () => {
    expect(await database.transaction(async (tx) => (await tx.query('select 1 as one'))[0])).toEqual({ one: 1 })
  })

  it('leaves nothing of a transaction whose work threw', async () => {
    const work = database.transaction(async (tx) => {
      await setSetting(tx, 'first', 1)
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await settingNames()).toEqual([])
  })

  it('leaves nothing of a transaction whose second statement failed, and serves the next', async () => {
    const work = database.transaction(async (tx) => {
      await setSetting(tx, 'twice', 1)
      await setSetting(tx, 'twice', 2)
    })
    await expect(work).rejects.toMatchObject({ code: '23505' })
    await database.transaction((tx) => setSetting(tx, 'next', 3))
    expect(await settingNames()).toEqual(['next'])
  })

  it('serves queries after one that failed', async () => {
    await expect(database.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
    await expect(database.query('select $1::int as n', ['no number'])).rejects.toMatchObject({ code: '22P02' })
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  it('loses no update when twenty transactions change one locked row at once', async () => {
    await setSetting(database, 'counter', 0)
    const addOne = () =>
      database.transaction(async (tx) => {
        const [row] = await tx.query<{ value: number }>(`select value from settings where name = 'counter' for update`)
        await tx.query(`update settings set value = $1::jsonb where name = 'counter'`, [String((row?.value ?? 0) + 1)])
      })
    await Promise.all(Array.from({ length: 20 }, addOne))
    expect(await database.query('select value from settings')).toEqual([{ value: 20 }])
  })

  it('shows an open transaction to nobody else before its commit', async () => {
    let otherRead: Promise<string[]> | undefined
    await database.transaction(async (tx) => {
      await setSetting(tx, 'unfinished', 1)
      otherRead = settingNames()
      // PostgreSQL answers the other reader now; PGlite, with its one connection, only after the commit.
      if (database.kind === 'postgres') expect(await otherRead).toEqual([])
    })
    if (database.kind === 'pglite') expect(await otherRead).toEqual(['unfinished'])
    expect(await settingNames()).toEqual(['unfinished'])
  })

  it('runs several statements without parameters at once', async () => {
    await database.execute(`insert into settings values ('a', '1'); insert into settings values ('b', '2')`)
    expect(await settingNames()).toEqual(['a', 'b'])
  })
})

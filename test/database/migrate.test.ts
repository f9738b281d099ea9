import { afterEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/database/index.ts'
import { openPostgres } from '../../src/database/postgres.ts'
import type { Database } from '../../src/domain/index.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { dropDatabase, onSameServer, runOnServer } from '../support/postgres-template.ts'

describeOnEachDatabase('migrating', ({ open }) => {
  let database: Database
  afterEach(() => database.close())

  it('changes nothing the second time', async () => {
    database = await open()
    const before = await database.query('select name, applied_at from migrations order by name')
    expect(before.length).toBeGreaterThan(0)
    expect(await migrate(database)).toEqual([])
    expect(await database.query('select name, applied_at from migrations order by name')).toEqual(before)
  })

  it('refuses a database that a newer Earshot has written, and leaves it as it is', async () => {
    database = await open()
    await database.query(`insert into migrations (name) values ('9999_from_the_future.sql')`)
    await expect(migrate(database)).rejects.toThrow(/newer Earshot \(migration 9999_from_the_future\.sql\).*Start that/)
    expect(await database.query(`select 1 as still from migrations where name like '9999%'`)).toEqual([{ still: 1 }])
  })
})

const serverUrl = process.env.DATABASE_URL
describe.runIf(serverUrl)('two nodes that start on an empty PostgreSQL at once', () => {
  it('apply every migration once between them', async () => {
    const server = serverUrl as string // the suite runs only where it is set
    const name = `earshot_test_${process.pid}_two_nodes`
    await runOnServer(server, `create database ${name}`)
    const open = () => openPostgres(onSameServer(server, name), { poolSize: 2, log: () => {} })
    const nodes = [open(), open()]
    try {
      const applied = await Promise.all(nodes.map((node) => migrate(node)))
      const recorded = await nodes[0]!.query<{ name: string }>('select name from migrations order by name')
      expect(applied.flat().sort()).toEqual(recorded.map((row) => row.name))
    } finally {
      await Promise.all(nodes.map((node) => node.close()))
      await dropDatabase(server, name)
    }
  })
})

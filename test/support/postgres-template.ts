import pg from 'pg'
import { migrate } from '../../src/database/index.ts'
import { openPostgres } from '../../src/database/postgres.ts'

/** `databaseUrl` with another database of the same server. */
export function onSameServer(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl)
  url.pathname = `/${database}`
  return url.href
}

/** Runs one statement outside any transaction, on the database `databaseUrl` names. */
export async function runOnServer(databaseUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Makes the migrated database that this run's test databases are copied from, and removes what killed runs left. */
export async function preparePostgresTemplate(databaseUrl: string): Promise<string> {
  const leftovers = await runOnServer(
    databaseUrl,
    `select datname from pg_database where datname like 'earshot\\_test\\_%'`,
  )
  for (const { datname } of leftovers) {
    const pid = Number(String(datname).split('_')[2])
    if (!isAlive(pid)) await dropDatabase(databaseUrl, String(datname)).catch(() => {})
  }
  const template = `earshot_test_${process.pid}_template`
  await dropDatabase(databaseUrl, template)
  await runOnServer(databaseUrl, `create database ${template}`)
  const database = openPostgres(onSameServer(databaseUrl, template), { poolSize: 2, log: () => {} })
  await migrate(database)
  await database.close()
  return template
}

/** Drops every test database of the run whose main process is `pid`, the template included. */
export async function dropTestDatabases(databaseUrl: string, pid: number): Promise<void> {
  const rows = await runOnServer(
    databaseUrl,
    `select datname from pg_database where datname like 'earshot\\_test\\_${pid}\\_%'`,
  )
  for (const { datname } of rows) await dropDatabase(databaseUrl, String(datname))
}

export async function dropDatabase(databaseUrl: string, name: string): Promise<void> {
  await runOnServer(databaseUrl, `drop database if exists ${name} with (force)`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

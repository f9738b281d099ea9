import type { Queryable } from '../domain/index.ts'

/** The value kept under `name`, or `made` kept there from now on. Several nodes that ask at once get the same. */
export async function keepSetting(db: Queryable, name: string, made: string): Promise<string> {
  await db.query('insert into settings (name, value) values ($1, $2::jsonb) on conflict (name) do nothing', [
    name,
    JSON.stringify(made),
  ])
  const [row] = await db.query<{ value: string }>('select value from settings where name = $1', [name])
  if (!row) throw new Error(`The setting ${name} could not be stored.`)
  return row.value
}

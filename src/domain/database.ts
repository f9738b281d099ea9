/** Anything SQL can be sent to. Rows come back as plain objects with snake_case columns; int8 as number, timestamptz as Date. */
export interface Queryable {
  /** One statement with `$1`-style parameters. JSON values are passed as `JSON.stringify(value)` and cast with `::jsonb`. */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
  /**
   * The same, planned once for each connection: half of what a short statement costs. For statements that run with every
   * decision, always in the same words, and that name their columns, which a later migration may add to.
   */
  queryPlanned<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
}

/** An open transaction. Store functions take the one they are given and never begin or end it. */
export interface Tx extends Queryable {
  readonly transaction: true
}

/** The database: PostgreSQL, or PGlite inside the process. Both are Postgres; there is one SQL dialect. */
export interface Database extends Queryable {
  readonly kind: 'postgres' | 'pglite'
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. Keep it short: PGlite has one connection. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs reads that must agree with each other: all of them see the database as it was at the first. */
  snapshot<T>(read: (db: Queryable) => Promise<T>): Promise<T>
  /** Several statements without parameters, for migrations. */
  execute(sql: string): Promise<void>
  close(): Promise<void>
}

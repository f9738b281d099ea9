import type { Identity, Queryable, Tx } from '../domain/index.ts'

const WRONG_CODES_ALLOWED = 3
const LOCK_MINUTES = 15

/** Who the customer is known to be at this moment; null for a visitor of whom nothing is proven. */
export async function findIdentity(db: Queryable, customerId: string): Promise<Identity | null> {
  const [row] = await db.query<Identity>(
    'select email, method from verified_identities where customer_id = $1 and valid_until > now()',
    [customerId],
  )
  return row ?? null
}

/** From now on, until `validUntil`, the customer is known by this address; what was known before gives way. */
export async function keepIdentity(
  db: Queryable,
  customerId: string,
  { email, method }: Identity,
  validUntil: Date,
): Promise<void> {
  await db.query(
    `insert into verified_identities (customer_id, email, method, valid_until) values ($1, lower($2), $3, $4)
     on conflict (customer_id) do update set
       email = excluded.email, method = excluded.method, verified_at = now(), valid_until = excluded.valid_until`,
    [customerId, email, method, validUntil],
  )
}

/** The customer whom the shop's own site knows by `externalId`, made now if they are new here. */
export async function findOrCreateByExternalId(
  tx: Tx,
  { id, externalId, email, name }: { id: string; externalId: string; email: string; name: string | null },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `insert into customers (id, external_id, email, name) values ($1, $2, lower($3), $4)
     on conflict (external_id) do update set email = excluded.email, name = coalesce(excluded.name, customers.name)
     returning id`,
    [id, externalId, email, name],
  )
  if (!row) throw new Error('The database returned no row for a customer who logged in.')
  return row.id
}

/** One at a time for one subject, so that codes guessed side by side count one after the other. */
export async function lockSubject(tx: Tx, subject: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [subject])
}

/** Whether three codes were wrong in the last 15 minutes, of this customer or for this subject. */
export async function isLocked(db: Queryable, customerId: string, subject: string): Promise<boolean> {
  const [row] = await db.query<{ locked: boolean }>(
    `select greatest(
       (select count(*) from code_attempts where not is_right and customer_id = $1 and at > now() - $3 * interval '1 minute'),
       (select count(*) from code_attempts where not is_right and subject = $2 and at > now() - $3 * interval '1 minute')
     ) >= $4 as locked`,
    [customerId, subject, LOCK_MINUTES, WRONG_CODES_ALLOWED],
  )
  return row?.locked ?? true
}

/** How the code of this message was judged before, when its turn is tried again. */
export async function findAttempt(db: Queryable, messageId: string): Promise<boolean | null> {
  const [row] = await db.query<{ is_right: boolean }>('select is_right from code_attempts where message_id = $1', [
    messageId,
  ])
  return row?.is_right ?? null
}

export async function recordAttempt(
  tx: Tx,
  attempt: { messageId: string; customerId: string; subject: string; isRight: boolean },
): Promise<void> {
  await tx.query('insert into code_attempts (message_id, customer_id, subject, is_right) values ($1, $2, $3, $4)', [
    attempt.messageId,
    attempt.customerId,
    attempt.subject,
    attempt.isRight,
  ])
}

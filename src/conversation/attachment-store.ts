import { randomUUID } from 'node:crypto'
import { type Attachment, invalid, type Queryable, type Tx } from '../domain/index.ts'

interface AttachmentRow {
  id: string
  name: string
  type: string
  bytes: number
}

export interface StoredFile {
  attachment: Attachment
  content: Uint8Array
}

/** Keeps a file until the message it belongs to is sent; one that never is goes after a day. */
export async function addAttachment(
  db: Queryable,
  customerId: string,
  file: { name: string; type: string; content: Uint8Array },
): Promise<Attachment> {
  const attachment = { id: randomUUID(), name: file.name, type: file.type, bytes: file.content.length }
  await db.query(
    'insert into attachments (id, customer_id, name, type, bytes, content) values ($1, $2, $3, $4, $5, $6)',
    [attachment.id, customerId, attachment.name, attachment.type, attachment.bytes, file.content],
  )
  return attachment
}

/** Files of the customer in the last day, sent or not. */
export async function countAttachments(db: Queryable, customerId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    "select count(*)::int as count from attachments where customer_id = $1 and created_at > now() - interval '1 day'",
    [customerId],
  )
  return row?.count ?? 0
}

/** The file, if it is this customer's; whose it is makes no difference when `customerId` is null. */
export async function findAttachment(db: Queryable, id: string, customerId: string | null): Promise<StoredFile | null> {
  const [row] = await db.query<AttachmentRow & { content: Uint8Array }>(
    'select id, name, type, bytes, content from attachments where id = $1 and ($2::uuid is null or customer_id = $2)',
    [id, customerId],
  )
  if (!row) return null
  const { content, ...attachment } = row
  return { attachment, content }
}

/** The customer's own files of these ids, locked, none of them sent yet; in the order asked for. Throws `invalid-request` otherwise. */
export async function takeAttachments(tx: Tx, customerId: string, ids: readonly string[]): Promise<Attachment[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<AttachmentRow>(
    `select id, name, type, bytes from attachments
     where id in (select value::uuid from jsonb_array_elements_text($1::jsonb))
       and customer_id = $2 and message_id is null
     for update`,
    [JSON.stringify(ids), customerId],
  )
  return ids.map((id) => {
    const row = rows.find((each) => each.id === id)
    if (!row) {
      throw invalid(
        'attachment-unknown',
        'The field attachments names a file that is not here, or was sent.',
        'attachments',
      )
    }
    return row
  })
}

export async function bindAttachments(tx: Tx, messageId: string, attachments: readonly Attachment[]): Promise<void> {
  for (const { id } of attachments) {
    await tx.query('update attachments set message_id = $2 where id = $1', [id, messageId])
  }
}

/** Removes files that were never sent. */
export async function sweepAttachments(db: Queryable): Promise<void> {
  await db.query("delete from attachments where message_id is null and created_at < now() - interval '1 day'")
}

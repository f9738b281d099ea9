/**
 * What the widget knows, without a framework: the messages in order, those that still have to go out, and the line to the
 * server. The app draws it and calls it; nothing here knows of the page.
 */
export { type Client, createClient, type WidgetState } from './client.ts'
export { createKeep, type Keep } from './keep.ts'
export type { OutgoingMessage } from './outbox.ts'
export { createSocketConnection } from './socket-connection.ts'
export { type Attachment, createFiles, type Files } from './upload.ts'

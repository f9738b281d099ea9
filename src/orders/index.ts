/**
 * The shop's orders behind one small interface: the demo's own tables, or the shop's system over HTTP. Facts are read
 * within a turn; what changes something is done by jobs alone, each under an idempotency key.
 */
export { createDemoOrders } from './demo-orders-store.ts'
export { createHttpOrders } from './http-orders.ts'

/**
 * The people who write: visitors known only by a token at first, by name and e-mail address once they say them.
 */
export {
  type Customer,
  createVisitor,
  findCustomer,
  setCustomerEmail,
  setCustomerName,
} from './customer-store.ts'
export { findIdentity, findOrCreateByExternalId, keepIdentity } from './identity-store.ts'
export { createOneTimeCodes, type OneTimeCodes } from './one-time-codes.ts'
export { findValued, setValued } from './standing-store.ts'

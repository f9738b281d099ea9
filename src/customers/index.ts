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

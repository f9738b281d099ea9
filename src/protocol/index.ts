/**
 * What crosses the wire, as strict schemas for what comes in and types for what goes out. The two browser apps import
 * nothing else of `src`; `customer.ts` and `console.ts` stay apart so that nothing of the inside can slip to a customer.
 */
export * from './articles.ts'
export * from './automation.ts'
export * from './console.ts'
export * from './console-requests.ts'
export * from './customer.ts'
export * from './people.ts'
export * from './reports.ts'
export * from './shared.ts'

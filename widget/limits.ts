/**
 * What the protocol allows, in UTF-16 units. Repeated from `src/protocol/shared.ts`, of which only the types come into the
 * browser (its checks weigh more than the widget); a test compares them.
 */
export const LONGEST_MESSAGE = 4_000
export const LONGEST_COMMENT = 1_000

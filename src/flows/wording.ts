/** What flows say wherever they are; the sentences of one step stand in it. */

export const NEW_CODE = 'Send a new code'
export const NO_PHOTO = 'I have no photo'

export const STOPPED = 'Then I leave it there. Nothing was changed. What else can I help with?'

/** To a reply to the summary that is no plain yes; the summary follows. */
export const ONLY_AFTER_YES = 'Nothing is done yet: I only do this after a clear yes.'

export const ORDERS_UNREACHABLE =
  'The order system does not answer at the moment, so I cannot go on. Nothing was changed. Shall a person look into it?'

export const GAVE_UP = 'I cannot get further with this. Nothing was changed. Shall a person take over?'

export const TOO_MANY_CODES = 'Five codes for this address were asked for within an hour, so no more are sent for now.'

/** Before a flow asks again, where the customer has asked something that nothing answers. */
export const NOT_KNOWN = 'I do not know the answer to that; a person does, if you ask for one.'

export const LOCKED =
  'There were three wrong codes, so no code is accepted for 15 minutes. Nothing was changed. You can try again then, or ask for a person.'

export const NOT_YOURS = (number: string, email: string) =>
  `I find no order ${number} for ${email}. Please check the number in your confirmation e-mail.`

/** "12.50 EUR". */
export const money = (cents: number, currency: string) => `${(cents / 100).toFixed(2)} ${currency}`

/** "Aurel One" or "4 × Lumo Bulb", joined by commas. */
export const itemsInWords = (items: readonly { name: string; quantity: number }[]) =>
  items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ')

/** A set-up that could not go on. The message names what failed, what is safe and what to do; no stack is shown. */
export class SetUpError extends Error {}

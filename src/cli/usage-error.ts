/** Wrong use: the sentence goes to standard error, the exit code is 2, nothing was written. */
export class UsageError extends Error {}

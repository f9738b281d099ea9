/**
 * What a customer is told of a person who is to come, in one language. Names stand where nothing has to agree with them,
 * lengths of time as "4 min", and instants after a colon, so that no word changes with what is put in.
 */
export interface Words {
  /** To one who writes while they wait: who takes over will see it. */
  added: string
  /** `{name}` */
  asked: string
  /** `{name}`, after somebody else had been asked. */
  askedInstead: string
  /** `{name}` had the conversation and lost the connection. */
  gone: string
  busy: string
  /** People have room, but did not accept. */
  notTaken: string
  /** `{n}` */
  position: string
  next: string
  /** `{t}` */
  usual: string
  /** `{t}` and `{most}` */
  usualAtMost: string
  write: string
  writeWithEmail: string
  /** `{when}` */
  offHours: string
  nobody: string
  passedOn: string
  /** `{name}` */
  joined: string
  returned: string
}

/** Puts `values` where their names stand in braces. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

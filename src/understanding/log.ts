/** Where this step reports to; `event` is dotted and stable, fields carry no message text. */
export type Log = (level: 'info' | 'warn', event: string, fields: object) => void

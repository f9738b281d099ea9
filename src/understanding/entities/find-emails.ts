import type { Finding } from './finding.ts'

const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,4}\.[a-z]{2,24}(?![\w-])/gi

/** E-mail addresses, in lower case. */
export const findEmails = (text: string): Finding[] =>
  [...text.matchAll(EMAIL)].map(({ 0: address, index }) => ({
    type: 'email',
    value: address.toLowerCase(),
    start: index,
    end: index + address.length,
  }))

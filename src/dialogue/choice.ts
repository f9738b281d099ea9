import type { ClarifyOption } from '../domain/index.ts'

const ORDINALS: [RegExp, (offered: number) => number][] = [
  [/^(?:the )?(?:first|1st|former|upper|top)(?: (?:one|option))?$|^(?:number |option )?(?:1|one)$/, () => 0],
  [/^(?:the )?(?:second|2nd)(?: (?:one|option))?$|^(?:number |option )?(?:2|two)$/, () => 1],
  [/^(?:the )?(?:third|3rd)(?: (?:one|option))?$|^(?:number |option )?(?:3|three)$/, () => 2],
  [/^(?:the )?(?:last|latter|bottom|lower)(?: (?:one|option))?$/, (offered) => offered - 1],
]
// What stands around a choice: "I mean the second one, please".
const FRAME =
  /^(?:(?:yes|yeah|ok|okay|hm+|sorry|well|i think|i guess|i mean|i meant|it'?s|it is|that'?s|that is|then|rather|about|show me|give me|i'?ll take|let'?s take|take|please)[ ,]+)+|[ ,]+(?:please|pls|then|thanks|thank you|i think|i guess)$/g
const OTHER =
  /^(?:and |so |then |ok(?:ay)? |what about |how about |and what about |no |i meant? |show me )*(?:the )?other(?: one| option)?$/

/** The option the customer took: its title, sent by button or typed, or its place: "the second one, please". */
export function chosenOption(text: string, offered: readonly ClarifyOption[]): ClarifyOption | undefined {
  const said = plain(text)
  if (said === '') return undefined
  const byTitle = offered.find(({ title }) => plain(title) === said)
  if (byTitle) return byTitle
  const core = said.replace(FRAME, '').trim()
  const place = ORDINALS.find(([pattern]) => pattern.test(core))?.[1](offered.length)
  return place === undefined ? offered.find(({ title }) => plain(title) === core) : offered[place]
}

/** Whether the customer asks for what was offered beside the option taken: "what about the other one?" */
export const asksForOther = (text: string) => OTHER.test(plain(text))

const plain = (value: string) =>
  value
    .trim()
    .toLowerCase()
    .replace(/[.!?…]+$/, '')
    .trim()

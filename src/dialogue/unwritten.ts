/** What a message without a single letter or digit shows. */
export type Unwritten = 'pleased' | 'upset' | 'puzzled' | 'nothing'

const UPSET = /[😠😡🤬😤👎😞😟😢😭😩😫😣😖☹🙁😒🙄😾💔😕😔😨😰😱🤮🖕💢😿😓😥]|:-?\(|>:\(/u
const PLEASED = /[😀😃😄😁😊🙂😉😍🥰😘🤩👍👌🙏❤💚💙💛🧡💜🎉🥳😎👏🤗☺✅💪🙌😇😌😺]|[:;]-?\)/u
const PUZZLED = /[🤔❓❔🤷😐😑🧐]|\?/u

/** Null when something is written. Mixed signs count as the worst of them. */
export function readUnwritten(text: string): Unwritten | null {
  if (/[\p{Letter}\p{Number}]/u.test(text)) return null
  if (UPSET.test(text)) return 'upset'
  if (PUZZLED.test(text)) return 'puzzled'
  return PLEASED.test(text) ? 'pleased' : 'nothing'
}

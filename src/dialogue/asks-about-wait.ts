const ASKS = [
  /\bhow (?:much |many )?(?:long(?:er)?|more)\b[^.?!]*\b(?:wait(?:ing)?|take|until|till|before|minutes?|hours?)\b/i,
  /\bhow (?:much )?longer\b/i,
  /\bwhen (?:will|is|does|can|do|are)\b[^.?!]*\b(?:some(?:one|body)|any(?:one|body)|person|human|agent|they|you|he|she|i)\b[^.?!]*\b(?:there|here|reply|replies|answer|answers|come|comes|join|joins|available|back|free|speak|talk|hear)\b/i,
  /\b(?:is )?(?:any(?:one|body)|some(?:one|body))\b[^.?!]{0,20}\b(?:there|here)\b/i,
  /\b(?:still|keep|been) waiting\b|\bwaiting (?:for (?:ages|so long|too long|hours|an hour))\b/i,
  /\bwhat (?:number|place|position)\b[^.?!]*\b(?:queue|line|am i)\b|\bmy (?:place|position) in (?:the )?(?:queue|line)\b/i,
  /^\W*(?:hello|hey|hi)\W*\?+\W*$/i,
]

/** Whether somebody who waits for a person asks how much longer, or whether anybody is there. */
export const asksAboutWait = (text: string): boolean => ASKS.some((pattern) => pattern.test(text))

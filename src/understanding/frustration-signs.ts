import type { Emotion, SentimentReading } from '../domain/understanding.ts'

/** What one customer message tells of the customer's patience. */
export interface FrustrationEvidence {
  text: string
  sentiment: SentimentReading
  emotions: readonly { name: Emotion; probability: number }[]
  /** Highest cosine to one of the customer's last messages, 0 to 1; null when not known. */
  repetition: number | null
  /** Turns of this conversation in which the assistant did not help. */
  failedAttempts: number
  asksForPerson: boolean
  /** How long the customer has been waiting for a person, in milliseconds; 0 when not waiting. */
  waitingMs: number
  /** 1 for the customer's first message. */
  customerTurn: number
  /** Of this message; null or absent without the encoder. */
  vector?: Float32Array | null | undefined
  /** Of the reply before this message, where nobody knows whether it helped; absent in the server, which counts. */
  replyVector?: Float32Array | null | undefined
  /** Highest cosine of that reply to an earlier one, 0 to 1; absent in the server. */
  replyRepetition?: number | null | undefined
}

export const SIGNS = [
  'unhappy',
  'veryUnhappy',
  'happy',
  'anger',
  'frustration',
  'disappointment',
  'worry',
  'kind',
  'repetition',
  'failed',
  'asksForPerson',
  'waiting',
  'follows',
  'lateUnhappy',
  'lateFrustrated',
  'again',
  'alreadyTold',
  'givesUp',
  'threatens',
  'pleads',
  'ironic',
  'resigned',
  'timeLost',
  'wantsHuman',
  'capitals',
  'loudMarks',
  'profanity',
  'settled',
  'playful',
  'weary',
  'patient',
  'replyMisses',
  'replyHelps',
  'replyRepeats',
] as const
export type Sign = (typeof SIGNS)[number]

/** Each from 0 to 1; 0 says nothing. */
export function readSigns(evidence: FrustrationEvidence, heads: VectorHeads): Record<Sign, number> {
  const { text, sentiment, emotions } = evidence
  const plain = text.toLowerCase().replace(/[\u2018\u2019]/g, "'")
  const chanceOf = (name: Emotion) => emotions.find((emotion) => emotion.name === name)?.probability ?? 0
  const unhappy = clamp(-sentiment.score)
  // 0 for the first message, 1 from the fourth on: what stays unsolved weighs more than what has just been told.
  const late = clamp((evidence.customerTurn - 1) / 3)
  // Half without a vector: what calms most, that the message sounds patient, is read from it.
  const follows = evidence.customerTurn > 1 ? (evidence.vector ? 1 : 0.5) : 0
  // Signs of heat count in so far as the message itself is unhappy: anger about a third party is none of ours.
  const heat = clamp(unhappy / 0.4)
  const weariness = lean(heads.message, evidence.vector)
  const miss = lean(heads.reply, evidence.replyVector)
  return {
    unhappy,
    veryUnhappy: clamp((unhappy - 0.5) * 2),
    happy: clamp(sentiment.score),
    anger: chanceOf('anger'),
    frustration: chanceOf('frustration'),
    disappointment: chanceOf('disappointment'),
    worry: chanceOf('worry'),
    kind: Math.max(chanceOf('gratitude'), chanceOf('joy')),
    repetition: clamp(((evidence.repetition ?? 0) - 0.5) * 2),
    failed: clamp(evidence.failedAttempts / 3),
    asksForPerson: evidence.asksForPerson ? 1 : 0,
    waiting: clamp((evidence.waitingMs - 120_000) / 600_000),
    follows,
    lateUnhappy: late * unhappy,
    lateFrustrated: late * chanceOf('frustration'),
    again: clamp(share(plain, AGAIN, 2) + heat * share(plain, AGAIN_OR_STILL, 2)),
    alreadyTold: share(plain, ALREADY_TOLD, 1),
    givesUp: share(plain, GIVES_UP, 1),
    threatens: share(plain, THREATENS, 1),
    pleads: share(plain, PLEADS, 1),
    ironic: (evidence.customerTurn > 1 ? 1 : 0) * share(plain, IRONIC, 1),
    resigned: late * share(plain, RESIGNED, 1),
    timeLost: share(plain, TIME_LOST, 2),
    wantsHuman: share(plain, WANTS_HUMAN, 1),
    capitals: heat * shareOfCapitals(text),
    loudMarks: heat * share(text, LOUD_MARKS, 2),
    profanity: heat * share(plain, PROFANITY, 1),
    settled: share(plain, SETTLED, 1),
    playful: share(plain, PLAYFUL, 1),
    weary: clamp(weariness),
    patient: clamp(-weariness),
    replyMisses: clamp(miss),
    replyHelps: clamp(-miss),
    replyRepeats: clamp(((evidence.replyRepetition ?? 0) - 0.5) * 2),
  }
}

/** Linear readings of a vector of 384 numbers, the last weight for itself: what a person who loses patience sounds like. */
export interface VectorHeads {
  message: readonly number[]
  reply: readonly number[]
}

/** −1 to 1, 0 without a vector. */
function lean(head: readonly number[], vector: Float32Array | null | undefined): number {
  if (!vector || vector.length === 0) return 0
  const score = vector.reduce((sum, x, j) => sum + x * (head[j] ?? 0), head[vector.length] ?? 0)
  return Math.tanh(score / 2)
}

const ORDINAL = '(?:second|third|fourth|fifth|sixth|seventh|\\d+(?:st|nd|rd|th))'
const AGAIN = new RegExp(
  `\\b(?:yet again|once again|still (?:no\\w*|waiting|\\w+n't|broken|down|stuck|says?|say|gets?|getting|the same (?:error|problem|thing|answer|issue|reply))|twice|(?:two|three|four|five|six|ten|\\d+) times|${ORDINAL} (?:time|try|attempt|message|day|week|call|mail|email|reminder|chat|person|form)|(?:every|each) time|keeps? \\w+ing|same (?:answer|reply|thing|message|line|text|link|question|page|error|sentence|form)|how (?:many|often)|once more|one more time|back (?:to|at) (?:the start|square|where)|in circles|loop)\\b`,
  'g',
)
/** Harmless in "I'm still at the same address": they count with an unhappy message. */
const AGAIN_OR_STILL = /\b(?:again|still)\b/g
const ALREADY_TOLD =
  /\b(?:as i (?:said|wrote|mentioned|told)|like i said|(?:i|i've|i have|i had|i did|we|we've) (?:just |already |also )?(?:said|told|wrote|written|sent|asked|explained|answered|given|gave|did|done|tried|mentioned)\b.{0,20}|already (?:did|done|tried|sent|told|said|gave|given|explained|asked|checked|looked|wrote|have it)|(?:that's|this is|it's|that is|was) not (?:what|an answer|my question|the question)|not what i|(?:as|like) i (?:say|keep saying|have been saying)|(?:i|i've) (?:just )?(?:read|described|covered) (?:that|this|it)|yes or no|are you (?:even |actually )?(?:there|reading|listening)|(?:did|do|does|can|could) (?:you|anyone|anybody|somebody) (?:even |actually )?(?:read|look|listen)|(?:please )?read (?:what|my|it|the|above|again)|(?:didn't|did not|doesn't|does not|don't) (?:ask|answer|help|read)|(?:it|that|this|still) (?:didn't|did not|doesn't|does not) work|you (?:just )?(?:said|told|wrote|promised|keep|asked))\b/g
const GIVES_UP =
  /\b(?:never ?mind|forget it|leave it|(?:i )?give up|giving up|no (?:point|use)|pointless|what's the point|waste of|(?:i'm|i am|we're) (?:done|tired|out|exhausted|at a loss|stuck)|fine then|don't bother|i'll (?:just )?(?:leave|close|live with|manage|do without|stop|ask my bank|write to|buy (?:it|them|one) (?:in|at))|for nothing|whatever|i don't know what (?:else|more)|what else (?:can|should|do)|at (?:the|my) end of|no longer (?:care|want|matter)|too late)\b/g
const THREATENS =
  /\b(?:elsewhere|somewhere else|what else there is|(?:an)?other (?:company|shop|provider|bank|airline|store|tools?|supplier|insurer)|your competitors?|(?:i|we)(?:'ll| will) (?:be )?(?:cancel|switch|mov|leav|sue)\w*|deleting (?:the|your|this|my)|uninstall\w*|never again|you can (?:end|cancel|close|keep)|(?:lost|losing) (?:a|me as a|us as a) customer|lawyers?|solicitors?|attorney|small claims|(?:to|in) court|ombudsman|regulator|trading standards|legal (?:action|steps|advice)|(?:take|taking) (?:this|it) (?:further|up|to)|(?:write|writing|leave|leaving|post) (?:a|my) review|who is your (?:supervisor|manager|boss))\b/g
const PLEADS =
  /\b(?:please,? (?:just|somebody|someone|help)|(?:could|can|would|will) (?:somebody|someone|anybody|anyone|one of you) (?:please|just|at least|not|tell|look|help)|(?:somebody|someone|anybody|anyone) (?:please|tell|take|at all|there)|what am i (?:supposed|meant)|where (?:else )?(?:to|i can|can i) turn|whom? else|at a loss|(?:does|did|do) (?:anybody|anyone|you people)|(?:nobody|no one) (?:reads?|cares?|listens?|helps?|answers?|can|seems?|wants?|replies|replied)|desperate\w*|begg?ing|beg you|(?:so|very|really) (?:tired|worn|exhausted|disappointed)|sorry to (?:keep|bother you again|be a pain)|i have been patient|i've been patient|not sure what (?:else|more))\b/g
/** What praises or wonders where nothing is well: "Wonderful, a voucher", "what a surprise". */
const IRONIC =
  /\b(?:as (?:always|usual|ever)|of course (?:it|you|they|there)|what a surprise|how (?:lovely|kind|convenient|nice) (?:that|of|for)|bravo|thanks for nothing|(?:very|so|really) (?:thorough|useful|reassuring)|what a joke|is this a joke|(?:wonderful|brilliant|great|lovely|fantastic|excellent)[,.] (?:a|an|another|so|more|now|then|yet|thanks|that)|apparently|i guess|i(?:'d| would) rate|good to know (?:that|my|our|you))\b/g
/** Courtesy or assent after trouble: harmless in the first message, telling later. */
const RESIGNED =
  /(?:^(?:i see|very well|right|all right|fine|no)\.(?: |$)|\b(?:thanks anyway|thank you for your time|thank you anyway|i suppose|i(?:'d| would) (?:just )?(?:like|be glad|be grateful|be thankful)(?: for)? (?:any|an answer|a person|somebody|to know)|if i'm honest|never mind|at least tell me|(?:please|kindly)[,.]? (?:just|at least|only)|keep (?:it|them)\b|whom else|who else|no idea what else|so be it|don't (?:quite |really )?know (?:what|who|how|where)))/g
const TIME_LOST =
  /\b(?:waiting|waited|on hold|(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|a few) (?:minutes|mins|hours?|days?|weeks?|months?)|since (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|last|january|february|march|april|may|june|july|august|september|october|november|december|the \d)|no (?:reply|answer|response|news|word|one|callback)|nobody|no one|nothing (?:happened|came|yet|has)|was promised|were promised|all (?:day|morning|week|evening))\b/g
const WANTS_HUMAN =
  /\b(?:human|real person|a person|someone (?:who|real|else|with|there|at|please)|anyone (?:who|there|at|else)|anybody|manager|supervisor|speak (?:to|with)|talk to|(?:a|this|your) (?:bot|robot|machine)|is (?:there )?(?:anyone|somebody|someone)|complaint|ombudsman|lawyer|review)\b/g
const SETTLED =
  /(?:\b(?:thanks|thank you|thx|ty|cheers|perfect|got it|that works|works now|it works|found it|sorted|all good|no (?:problem|worries|rush|hurry)|lovely|brilliant|good to know|makes sense|that's (?:it|fine|all|enough|great|good)|sign me up|(?:we|i)(?:'ll| will)? take (?:it|that|this|one|the)|put me down|book it|lifesavers?|see you|went well|found|worked|(?:all|it's) there)\b|^(?:ok|okay|great|good|nice|cool|fine|ah|oh|yes|haha)\b)/g
const PLAYFUL = /\b(?:haha\w*|hehe|lol|lmao|he laughs|she laughs|ha)\b|[😀-😆😊😍😎😂🤣🎉]|(?:^| )[:;]-?[)d]/gu
const LOUD_MARKS = /[!?]{2,}|\.{3,}/g
const PROFANITY =
  /\b(?:wtf|f+u+c+k+\w*|shit\w*|bullshit|crap|damn|bloody|bastards?|idiots?|morons?|arseholes?|assholes?|piss(?:ed)?|screw you|hell)\b/g

const share = (text: string, pattern: RegExp, full: number) => Math.min(1, (text.match(pattern)?.length ?? 0) / full)

/** 0 to 1 among the letters; short shouts such as "OK" or an order number are none. */
function shareOfCapitals(text: string): number {
  const letters = text.replace(/\b[A-Z]{1,4}-?\d+\b/g, '').match(/\p{Letter}/gu) ?? []
  if (letters.length < 8) return 0
  const part = letters.filter((letter) => letter !== letter.toLowerCase()).length / letters.length
  return part < 0.3 ? 0 : part
}

export const clamp = (value: number) => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0))

/** A logistic regression with a memory: the value of the turn before is one of its inputs. */
export interface FrustrationWeights {
  signs: Readonly<Record<Sign, number>>
  carried: number
  bias: number
  heads: VectorHeads
}

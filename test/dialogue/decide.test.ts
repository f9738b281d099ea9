import { describe, expect, it } from 'vitest'
import { decide, nextDialogue, DEFAULT_POLICY as policy, TALK_TO_PERSON } from '../../src/dialogue/index.ts'
import { CALM, type ClarifyOption, type DialogueState, NEW_DIALOGUE, type Owner } from '../../src/domain/index.ts'
import { evidence, found, readAs, understanding } from './arrange.ts'

const LATE: ClarifyOption = { title: 'Late parcel', intent: 'late_delivery', articleId: 'late-parcel' }
const REFUND: ClarifyOption = { title: 'Refund times', intent: 'refund_time', articleId: 'refund-times' }
const PERSON: ClarifyOption = { title: TALK_TO_PERSON, intent: 'talk_to_person', articleId: null }
const just = 0.001
const remembering = (changes: Partial<DialogueState>) => ({ ...NEW_DIALOGUE, ...changes })
const angry = { value: 0.9, high: true, drivers: ['swears'] }

describe('while a person is needed or has taken over', () => {
  it('hands the agent at most three suggestions and says nothing to the customer', () => {
    const passages = [
      found('late-parcel#0', 0.9),
      found('late-parcel#1', 0.6),
      found('refund-times#0', 0.3),
      found('refund-times#1', policy.suggestAt),
    ]
    const decision = decide(evidence({ owner: 'agent', passages, text: 'I want a human' }), policy)
    expect(decision).toMatchObject({
      kind: 'assist',
      suggestions: [{ probability: 0.9 }, { probability: 0.6 }, { probability: 0.3 }],
    })
    expect(
      decide(evidence({ owner: 'agent', passages: [found('late-parcel#0', policy.suggestAt - just)] }), policy),
    ).toMatchObject({ suggestions: [] })
    expect(
      decide(evidence({ owner: 'agent', passages: 'unavailable', understanding: 'unavailable' }), policy),
    ).toMatchObject({ kind: 'assist', suggestions: [] })
  })

  it.each<Owner>(['queued', 'offered'])(
    'speaks only about the wait while %s, and not after two messages in a row',
    (owner) => {
      const told = decide(evidence({ owner, waitSentence: 'It takes about 3 min.' }), policy)
      expect(told).toMatchObject({ kind: 'wait', text: expect.stringContaining('about 3 min') })
      const silent = decide(evidence({ owner, previous: told }), policy)
      expect(silent).toMatchObject({ kind: 'wait', text: null })
      expect(decide(evidence({ owner, previous: silent }), policy)).toMatchObject({ text: expect.any(String) })
      const escalation = decide(evidence({ understanding: 'unavailable' }), policy)
      expect(decide(evidence({ owner, previous: escalation }), policy)).toMatchObject({ text: null })
    },
  )

  it('says nothing to a message that a person resolved before it was decided', () => {
    const decision = decide(evidence({ owner: 'resolved', text: 'I want to speak to a human' }), policy)
    expect(decision).toEqual({ kind: 'silent', reason: 'resolved', evidence: {} })
  })
})

describe('calling a person', () => {
  it.each([
    'I want to speak to a human',
    'talk to a real person',
    'human please',
    'Talk to a person',
    'get me a human now',
    'AGENT',
    'can I chat with an agent?',
  ])('grants %j whatever the models say', (text) => {
    expect(decide(evidence({ text, understanding: readAs(['late_delivery', 0.99]) }), policy)).toMatchObject({
      kind: 'escalate',
      reason: 'asked_for_person',
    })
    expect(decide(evidence({ text, understanding: 'unavailable' }), policy)).toMatchObject({
      kind: 'escalate',
      reason: 'asked_for_person',
    })
  })

  it.each([
    'the user agent string is odd',
    "I don't want to talk to a person",
    'what human rights policy do you have',
    'can another person pick up my parcel',
  ])('does not take %j for a request', (text) => {
    expect(decide(evidence({ text }), policy)).toMatchObject({ kind: 'clarify' })
  })

  it('grants a request the model reads from its threshold on', () => {
    const at = (probability: number) =>
      decide(evidence({ understanding: readAs(['late_delivery', 0.59], ['talk_to_person', probability]) }), policy)
    expect(at(policy.askedForPersonAt)).toMatchObject({
      kind: 'escalate',
      reason: 'asked_for_person',
      skill: 'delivery',
    })
    expect(at(policy.askedForPersonAt - just).kind).toBe('answer')
  })

  it.each([
    ['complain_service', policy.personIntentAt, 'orders', 'high'],
    ['safety_hazard', policy.urgentIntentAt, 'technical', 'urgent'],
  ])('hands %s over from its threshold on, with its skill and priority', (name, threshold, skill, priority) => {
    const at = (probability: number) => decide(evidence({ understanding: readAs([name, probability]) }), policy)
    expect(at(threshold)).toMatchObject({ kind: 'escalate', reason: 'intent_for_people', skill, priority })
    expect(at(threshold - just)).toMatchObject({ kind: 'clarify' })
  })

  it('escalates high frustration before it answers, at least at high when very negative', () => {
    const calm = { ...readAs(['late_delivery', 0.95]) }
    const furious = { ...calm, sentiment: { label: 'very_negative' as const, score: -0.9, confidence: 0.9 } }
    expect(decide(evidence({ frustration: angry, understanding: calm }), policy)).toMatchObject({
      reason: 'frustrated',
      skill: 'delivery',
      priority: 'normal',
    })
    expect(decide(evidence({ frustration: angry, understanding: furious }), policy)).toMatchObject({
      reason: 'frustrated',
      priority: 'high',
    })
    expect(decide(evidence({ frustration: { ...angry, high: false }, understanding: furious }), policy).kind).toBe(
      'answer',
    )
  })

  it('escalates when a part failed that it needed', () => {
    expect(decide(evidence({ understanding: 'unavailable' }), policy)).toMatchObject({
      reason: 'part_failed',
      skill: 'orders',
    })
    expect(decide(evidence({ passages: 'unavailable' }), policy)).toMatchObject({ reason: 'part_failed' })
    expect(
      decide(evidence({ passages: 'unavailable', understanding: readAs(['late_delivery', 0.9]) }), policy),
    ).toMatchObject({ kind: 'answer', passageId: 'late-parcel#0' })
    expect(decide(evidence({ understanding: 'unavailable', intents: new Map() }), policy)).toMatchObject({
      skill: policy.defaultSkill,
      priority: 'normal',
    })
  })

  it('takes the skill of what was answered last when the message names no subject', () => {
    const dialogue = remembering({ lastIntent: 'double_charge' })
    expect(decide(evidence({ text: 'human please', dialogue }), policy)).toMatchObject({
      skill: 'billing',
      priority: 'high',
    })
  })

  it.each([
    ['de', policy.languageAt, 'wo ist mein Paket', 'unsupported_language'],
    ['de', policy.languageAt - just, 'wo ist mein Paket', 'not_understood'],
    ['de', 0.99, 'mein Paket', 'not_understood'],
    ['unknown', 0.99, 'wo ist mein Paket', 'not_understood'],
    ['en', 0.99, 'where is my parcel', 'not_understood'],
  ])('for language %s at %f and %j decides %s', (code, confidence, text, reason) => {
    const decision = decide(
      evidence({ text, understanding: understanding({ language: { code, confidence } }) }),
      policy,
    )
    expect(decision.reason).toBe(reason)
    if (reason === 'unsupported_language')
      expect(decision).toMatchObject({ text: expect.stringMatching(/Ich kann.*\n\n.*English/s) })
  })
})

describe('answering', () => {
  it.each([
    ['the intent alone', { understanding: readAs(['late_delivery', policy.answerAt]) }, 'answer'],
    ['the intent just below', { understanding: readAs(['late_delivery', policy.answerAt - just]) }, 'clarify'],
    ['the passage alone', { passages: [found('late-parcel#1', policy.answerAt)] }, 'answer'],
    ['the passage just below', { passages: [found('late-parcel#1', policy.answerAt - just)] }, 'clarify'],
    [
      'both together',
      { understanding: readAs(['late_delivery', 0.5]), passages: [found('late-parcel#1', 0.5)] },
      'answer',
    ],
  ])('answers by %s or asks', (_, changes, kind) => {
    expect(decide(evidence(changes), policy).kind).toBe(kind)
  })

  it('gives the passage of the article that matches the message, with its source', () => {
    const passages = [found('late-parcel#1', 0.6), found('late-parcel#0', 0.4)]
    expect(decide(evidence({ understanding: readAs(['late_delivery', 0.8]), passages }), policy)).toMatchObject({
      kind: 'answer',
      reason: 'confident_answer',
      text: 'Text 1 of late-parcel.',
      passageId: 'late-parcel#1',
      sources: [{ articleId: 'late-parcel', title: 'Late parcel', heading: 'Part 1' }],
      evidence: { intent: 'late_delivery', intentProbability: 0.8, searchProbability: 0.6 },
    })
  })

  it('follows the search against the intent when it is much surer', () => {
    const passages = [found('refund-times#0', 0.9)]
    expect(decide(evidence({ understanding: readAs(['late_delivery', 0.6]), passages }), policy)).toMatchObject({
      passageId: 'refund-times#0',
    })
  })

  it('asks between close readings below the margin, and answers from it on', () => {
    const second = (probability: number) =>
      decide(evidence({ understanding: readAs(['late_delivery', 0.7], ['refund_time', probability]) }), policy)
    expect(second(0.6 + just)).toMatchObject({ kind: 'clarify', reason: 'close_readings', options: [LATE, REFUND] })
    expect(second(0.7 - policy.clarifyMargin - just).kind).toBe('answer')
    const articles = [found('late-parcel#0', 0.7), found('refund-times#0', 0.65)]
    expect(decide(evidence({ passages: articles }), policy)).toMatchObject({
      kind: 'clarify',
      reason: 'close_articles',
    })
  })

  it('answers when the second is exactly the margin behind, and asks only of rivals that are plausible', () => {
    const two = evidence({ understanding: readAs(['late_delivery', 0.75], ['refund_time', 0.5]) })
    expect(decide(two, { ...policy, clarifyMargin: 0.25 }).kind).toBe('answer')
    expect(decide(two, { ...policy, clarifyMargin: 0.26 }).kind).toBe('clarify')
    expect(decide(two, { ...policy, clarifyMargin: 0.26, plausibleAt: 0.5 + just }).kind).toBe('answer')
  })

  it('does not ask which one twice', () => {
    const changes = { understanding: readAs(['late_delivery', 0.7], ['refund_time', 0.69]) }
    expect(decide(evidence({ ...changes, dialogue: remembering({ offered: [LATE, REFUND] }) }), policy).kind).toBe(
      'answer',
    )
  })

  it('never shows a customer what is for agents only', () => {
    expect(decide(evidence({ passages: [found('safety#0', 0.99)] }), policy).kind).toBe('clarify')
  })

  it('names the problem and offers a person to somebody upset, from its threshold on', () => {
    const at = (confidence: number) =>
      decide(
        evidence({
          understanding: {
            ...readAs(['late_delivery', 0.9]),
            sentiment: { label: 'negative', score: -0.5, confidence },
          },
        }),
        policy,
      )
    expect(at(policy.acknowledgeAt)).toMatchObject({
      text: expect.stringMatching(/^Late delivery: .*\n\nText 0/s),
      quickReplies: [TALK_TO_PERSON],
    })
    expect(at(policy.acknowledgeAt - just)).toMatchObject({ text: 'Text 0 of late-parcel.', quickReplies: [] })
  })

  it('goes on to the next passage instead of repeating one, and fails when there is none', () => {
    const dialogue = remembering({ lastPassageId: 'late-parcel#0' })
    const passages = [found('late-parcel#0', 0.9)]
    expect(decide(evidence({ dialogue, passages }), policy)).toMatchObject({
      passageId: 'late-parcel#1',
      text: expect.stringContaining('one more part'),
    })
    const single = {
      dialogue: remembering({ lastPassageId: 'charged-twice#0' }),
      passages: [found('charged-twice#0', 0.9)],
    }
    expect(decide(evidence(single), policy)).toMatchObject({ kind: 'clarify', reason: 'no_article' })
  })

  it('answers small talk from its threshold on', () => {
    const at = (probability: number) => decide(evidence({ understanding: readAs(['greeting', probability]) }), policy)
    expect(at(policy.smallTalkAt)).toMatchObject({
      kind: 'answer',
      reason: 'small_talk',
      text: 'Hello.',
      probability: null,
    })
    expect(at(policy.smallTalkAt - just).kind).toBe('clarify')
  })
})

describe('after an offer', () => {
  const offered = remembering({ offered: [LATE, REFUND, PERSON], failedAttempts: 1 })

  it.each(['Refund times', ' refund times. '])('takes %j as the choice', (text) => {
    expect(decide(evidence({ text, dialogue: offered }), policy)).toMatchObject({
      kind: 'answer',
      reason: 'chosen_option',
      passageId: 'refund-times#0',
    })
  })

  it('takes a bare yes to one option as the choice, by words or by intent', () => {
    const dialogue = remembering({ offered: [LATE, PERSON], failedAttempts: 1 })
    expect(decide(evidence({ text: 'Yes', dialogue }), policy)).toMatchObject({
      reason: 'chosen_option',
      passageId: 'late-parcel#0',
    })
    expect(decide(evidence({ dialogue, understanding: readAs(['affirm', policy.smallTalkAt]) }), policy)).toMatchObject(
      { reason: 'chosen_option' },
    )
  })

  it('asks again with the same options after a yes to several', () => {
    const dialogue = remembering({ offered: [LATE, REFUND] })
    expect(decide(evidence({ text: 'ok', dialogue }), policy)).toMatchObject({
      kind: 'clarify',
      options: [LATE, REFUND, PERSON],
    })
  })

  it('counts a no as a failed attempt, after an offer and after an answer', () => {
    expect(decide(evidence({ text: 'no', dialogue: remembering({ offered: [LATE] }) }), policy)).toMatchObject({
      kind: 'clarify',
      options: [PERSON],
    })
    expect(decide(evidence({ text: 'no', dialogue: offered }), policy)).toMatchObject({ reason: 'failed_attempts' })
    const previous = decide(evidence({ understanding: readAs(['late_delivery', 0.9]) }), policy)
    expect(decide(evidence({ text: 'no', previous }), policy)).toMatchObject({
      kind: 'clarify',
      reason: 'not_understood',
    })
  })

  it('takes yes and no for small talk when nothing was offered', () => {
    expect(decide(evidence({ text: 'yes', understanding: readAs(['affirm', 0.9]) }), policy)).toMatchObject({
      reason: 'small_talk',
      text: 'All right.',
    })
    expect(decide(evidence({ text: 'no', understanding: readAs(['deny', 0.9]) }), policy)).toMatchObject({
      reason: 'small_talk',
    })
  })

  it('hands over when the person is chosen', () => {
    expect(decide(evidence({ text: TALK_TO_PERSON, dialogue: offered }), policy)).toMatchObject({
      reason: 'asked_for_person',
    })
  })
})

describe('without a good answer', () => {
  it('asks to rephrase first, offering weak candidates and a person, and escalates the second time', () => {
    const weak = { passages: [found('late-parcel#0', policy.weakAt), found('refund-times#0', policy.weakAt - just)] }
    const first = decide(evidence(weak), policy)
    expect(first).toMatchObject({
      kind: 'clarify',
      reason: 'not_understood',
      text: expect.stringContaining('“Late parcel”'),
    })
    expect(first).toMatchObject({ options: [{ title: 'Late parcel' }, PERSON] })
    const dialogue = nextDialogue(NEW_DIALOGUE, first, evidence(weak))
    expect(dialogue).toMatchObject({ failedAttempts: 1, customerTurns: 1 })
    expect(decide(evidence({ ...weak, dialogue }), policy)).toMatchObject({
      kind: 'escalate',
      reason: 'failed_attempts',
    })
  })

  it('says that it does not know what is out of scope or has no article', () => {
    expect(decide(evidence({ understanding: understanding({ outOfScope: true }) }), policy)).toMatchObject({
      reason: 'no_article',
      text: expect.stringContaining('I do not know that one'),
    })
    expect(decide(evidence({ understanding: readAs(['gap', 0.9]) }), policy)).toMatchObject({ reason: 'no_article' })
  })

  it('counts not knowing as a failed attempt', () => {
    const unknown = evidence({ understanding: understanding({ outOfScope: true }) })
    const dialogue = nextDialogue(NEW_DIALOGUE, decide(unknown, policy), unknown)
    expect(dialogue.failedAttempts).toBe(1)
    expect(decide({ ...unknown, dialogue }, policy)).toMatchObject({ reason: 'failed_attempts' })
  })

  it('does not answer by intent what is out of scope', () => {
    expect(
      decide(evidence({ understanding: { ...readAs(['late_delivery', 0.9]), outOfScope: true } }), policy).kind,
    ).toBe('clarify')
  })
})

describe('what is remembered', () => {
  it('forgets failures and keeps passage and intent after an answer', () => {
    const given = evidence({ understanding: readAs(['late_delivery', 0.9]), frustration: CALM })
    const state = remembering({ failedAttempts: 1, offered: [REFUND], customerTurns: 3 })
    expect(nextDialogue(state, decide(given, policy), given)).toEqual({
      failedAttempts: 0,
      offered: [],
      lastPassageId: 'late-parcel#0',
      lastIntent: 'late_delivery',
      flow: null,
      customerTurns: 4,
    })
  })

  it('counts asking which one as no failure, and small talk as nothing', () => {
    const tie = evidence({ understanding: readAs(['late_delivery', 0.7], ['refund_time', 0.69]) })
    expect(nextDialogue(NEW_DIALOGUE, decide(tie, policy), tie)).toMatchObject({
      failedAttempts: 0,
      offered: [LATE, REFUND],
    })
    const hello = evidence({ understanding: readAs(['greeting', 0.9]) })
    const state = remembering({ failedAttempts: 1, lastPassageId: 'late-parcel#0' })
    expect(nextDialogue(state, decide(hello, policy), hello)).toEqual({ ...state, customerTurns: 1 })
  })
})

import type { ClarifyReason, EscalationReason } from '../domain/index.ts'
import { sayInOwnLanguage } from './other-languages.ts'

export { TALK_TO_PERSON } from '../domain/index.ts'
/** "Did this help?" as quick replies, so that every channel has them and the customer's word is kept as a message. */
export const HELPED = 'That helped'
export const NOT_HELPED = 'That did not help'

const NOT_AGAIN = 'They see everything written here, so you need not repeat it.'

const ESCALATIONS: Record<Exclude<EscalationReason, 'intent_for_people' | 'unsupported_language'>, string> = {
  asked_for_person: `I am handing you over to a person. ${NOT_AGAIN}`,
  frustrated: `This has not been solved here, so a person takes it from here. ${NOT_AGAIN}`,
  failed_attempts: `I do not have the answer to this, so I am handing it to a person. ${NOT_AGAIN}`,
  flow_needs_person: `That is noted, and a person takes it from here. ${NOT_AGAIN}`,
  part_failed: `I cannot look this up at the moment, so I am handing it to a person. ${NOT_AGAIN}`,
}

/** What the customer reads when a person is asked; `wait` is what is known of the wait. */
export function sayEscalation(
  reason: EscalationReason,
  { language, wait }: { language: string | null; wait: string | null },
): string {
  return join([escalationSentence(reason, language), wait])
}

function escalationSentence(reason: EscalationReason, language: string | null): string {
  switch (reason) {
    case 'intent_for_people':
      return `This needs a person, so I am handing it over now. ${NOT_AGAIN}`
    case 'unsupported_language': {
      const english = `I can only answer in English. I am handing your message to a person. ${NOT_AGAIN}`
      const own = language === null ? undefined : sayInOwnLanguage(language)
      return own === undefined ? english : `${own}\n\n${english}`
    }
    default:
      return ESCALATIONS[reason]
  }
}

/** What a customer who writes while waiting reads. */
export function sayWait(owner: 'queued' | 'offered', wait: string | null): string {
  const who =
    owner === 'queued'
      ? 'Your message is added for the person who takes over.'
      : 'A person from the team has been asked to take over and will see this message.'
  return join([who, wait])
}

/** Confirms the address that somebody who waits has left. It is noted, and no more is promised. */
export function sayEmailNoted(email: string): string {
  return `I have noted ${email} for the person who takes over, so that they can reach you there.`
}

/** Asks which one, or to rephrase. */
export function sayClarify(reason: Exclude<ClarifyReason, 'confirm_reading' | 'offer_person'>): string {
  return reason === 'close_readings' || reason === 'close_articles'
    ? 'This can mean more than one thing. Which one is it?'
    : `${HONEST[reason]} Please say it in other words, or ask for a person.`
}

/** Puts one or more readings to the customer, by their titles. */
export function sayConfirm(reason: keyof typeof HONEST, titles: readonly string[]): string {
  const [only] = titles
  return titles.length === 1 ? `${HONEST[reason]} Is it about “${only}”?` : `${HONEST[reason]} Is it one of these?`
}

const HONEST = { no_article: 'I do not know that one.', not_understood: 'I am not sure I understood that.' }

export type OfferReason = 'upset' | 'gives_up' | 'no_progress'

/** Offers a person; the customer says yes or no. */
export function sayOfferOfPerson(why: OfferReason): string {
  switch (why) {
    case 'upset':
      return 'Something went wrong there. Say in a few words what it is, or let a person take over. Shall I hand this over?'
    case 'gives_up':
      return `This need not end here: a person can take it on. ${NOT_AGAIN} Shall I hand this over?`
    case 'no_progress':
      return `We are not getting further this way. A person can take it on. ${NOT_AGAIN} Shall I hand this over?`
  }
}

/** After part of a message was answered: the part that was not. */
export const sayLeft = (text: string) => `I did not understand “${text}”. Please say that part in other words.`

/** Before the first of several tasks: the others, which are offered when it is over. */
export const sayPutOff = (texts: readonly string[]) =>
  `One thing after the other; then I come back to ${texts.map(quote).join(' and ')}.`

/** At the end of a task: the next thing that was asked for. `title` where it is not all that is offered. */
export const sayLater = (text: string, title: string | null) =>
  `You also wrote ${quote(text)}. ${title === null ? 'Shall I go on with that?' : `“${title}” goes on with that.`}`

/** After "no" to the next thing that was asked for. */
export const SAY_NOT_LATER = 'All right, I leave that. What else can I help with?'

/** After "no" to what was offered or answered. */
export const SAY_AGAIN = 'Then I misread it. Please say in other words what you need, or ask for a person.'

/** After "no" to the offer of a person. */
export const SAY_GO_ON = 'All right. What do you need? Say it in other words if I misread it before.'

/** After praise, or word that an answer helped. */
export const SAY_GLAD = 'Good. Write again if anything else comes up.'

/** To a message that says what is not to be done. */
export const SAY_LEFT_ALONE = 'All right, I leave it as it is: nothing was changed. What can I help you with?'

/** Said instead of a fixed reply that was the last thing said. */
export const STILL_HERE = 'I am here. What can I help you with?'

/** To a message that gives the assistant orders: what it does, and that a message does not change it. */
export const SAY_NO_ORDERS =
  'I answer questions about this shop from its articles, and messages do not change how I work. What can I help you with?'

/** To trouble without a word of what it is with. */
export const SAY_WHAT_IS_WRONG =
  'What is it about? Name the product, the order or the page, and say in a few words what happens.'

/** To question marks alone. */
export const SAY_WHAT_IS_UNCLEAR = 'Something is unclear. Say which part, or what you need, in a few words.'

/** To punctuation alone. */
export const SAY_NOTHING_TO_READ = 'There was nothing to read in that message. What can I help you with?'

/** Stands before an answer to somebody upset: names the problem, says what now, offers a person. */
export function sayAcknowledgement(topic: string): string {
  return `${topic}: here is what can be done now. If that does not settle it, a person takes over.`
}

/** Stands before what an article says while a person is on the way. */
export const MEANWHILE = 'Until then:'

/** Stands before another part of the article that was just answered from. */
export const MORE_OF_THE_SAME = 'There is one more part on this:'

const quote = (text: string) => `“${text.replace(/[\s.,;:!]+$/, '')}”`

function join(sentences: (string | null)[]): string {
  return sentences.filter((sentence) => sentence !== null && sentence !== '').join(' ')
}

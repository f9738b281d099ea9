import type { ClarifyReason, EscalationReason } from '../domain/index.ts'

export { TALK_TO_PERSON } from '../domain/index.ts'

const NOT_AGAIN = 'They see everything written here, so you need not repeat it.'

const ESCALATIONS: Record<Exclude<EscalationReason, 'intent_for_people' | 'unsupported_language'>, string> = {
  asked_for_person: `I am handing you over to a person. ${NOT_AGAIN}`,
  frustrated: `This has not been solved here, so a person takes it from here. ${NOT_AGAIN}`,
  failed_attempts: `I do not have the answer to this, so I am handing it to a person. ${NOT_AGAIN}`,
  flow_needs_person: `That is noted, and a person takes it from here. ${NOT_AGAIN}`,
  part_failed: `I cannot look this up at the moment, so I am handing it to a person. ${NOT_AGAIN}`,
}

// "I only speak English. A person who can help gets your message; they see everything written here."
const OTHER_LANGUAGES: Record<string, string> = {
  de: 'Ich kann nur auf Englisch antworten. Ihre Nachricht geht an einen Menschen, der alles sieht, was hier steht.',
  fr: 'Je ne peux répondre qu’en anglais. Votre message est transmis à une personne, qui voit tout ce qui est écrit ici.',
  es: 'Solo puedo responder en inglés. Su mensaje pasa a una persona, que ve todo lo que está escrito aquí.',
  nl: 'Ik kan alleen in het Engels antwoorden. Uw bericht gaat naar een medewerker, die alles ziet wat hier staat.',
  it: 'Posso rispondere solo in inglese. Il suo messaggio passa a una persona, che vede tutto ciò che è scritto qui.',
  pt: 'Só posso responder em inglês. A sua mensagem passa para uma pessoa, que vê tudo o que está escrito aqui.',
  pl: 'Mogę odpowiadać tylko po angielsku. Wiadomość trafi do człowieka, który widzi wszystko, co tu napisano.',
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
      const own = language === null ? undefined : OTHER_LANGUAGES[language]
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

/** Asks back. `options` are titles; the sentence fits none, one and several. */
export function sayClarify(reason: ClarifyReason, options: readonly string[]): string {
  if (reason === 'close_readings' || reason === 'close_articles') {
    return 'This can mean more than one thing. Which one is it?'
  }
  const honest = reason === 'no_article' ? 'I do not know that one.' : 'I am not sure I understood that.'
  const [only] = options
  if (options.length > 1) return `${honest} Is it one of these? If not, please say it in other words.`
  if (only !== undefined) return `${honest} Is it about “${only}”? If not, please say it in other words.`
  return `${honest} Please say it in other words, or ask for a person.`
}

/** After "no" to what was offered or answered. */
export const SAY_AGAIN = 'Then I misread it. Please say in other words what you need, or ask for a person.'

/** Stands before an answer to somebody upset: names the problem, says what now, offers a person. */
export function sayAcknowledgement(topic: string): string {
  return `${topic}: here is what can be done now. If that does not settle it, a person takes over.`
}

/** Stands before another part of the article that was just answered from. */
export const MORE_OF_THE_SAME = 'There is one more part on this:'

function join(sentences: (string | null)[]): string {
  return sentences.filter((sentence) => sentence !== null && sentence !== '').join(' ')
}

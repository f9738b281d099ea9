import { EMOTIONS, OWNERS, PRIORITIES, SENTIMENTS, TICKET_STATES } from '../domain/index.ts'

export type FieldType = 'text' | 'number' | 'choice' | 'ordered' | 'set' | 'yes_no'

export interface Field {
  type: FieldType
  title: string
  /** What a number counts; null for a plain one. */
  unit?: string
  /** The values there are, lowest first where they are ordered; any text where it is absent. */
  choices?: readonly string[]
  /** Whether a look at the past can know it as it was then. Where not, today's value stands in, and the report says so. */
  known: 'then' | 'today'
}

const DECISIONS = ['answer', 'clarify', 'flow', 'escalate', 'wait', 'assist', 'silent']

/** Everything a condition can ask about, by name. */
export const FIELDS: Readonly<Record<string, Field>> = {
  'conversation.owner': { type: 'choice', title: 'Who has the conversation', choices: OWNERS, known: 'then' },
  'conversation.channel': { type: 'text', title: 'Channel (empty for the widget)', known: 'then' },
  'conversation.language': { type: 'text', title: 'Language of the conversation', known: 'today' },
  'conversation.tags': { type: 'set', title: 'Tags', known: 'then' },
  'conversation.frustration': { type: 'number', title: 'Frustration', unit: '0 to 1', known: 'then' },
  'conversation.predictedRating': { type: 'number', title: 'Predicted rating', unit: '1 to 5', known: 'then' },
  'conversation.rating': { type: 'number', title: 'Rating', unit: '1 to 5', known: 'then' },
  'conversation.customerMessages': {
    type: 'number',
    title: 'Messages of the customer',
    unit: 'messages',
    known: 'then',
  },
  'conversation.ageHours': { type: 'number', title: 'Age of the conversation', unit: 'hours', known: 'then' },
  'conversation.waitingMinutes': { type: 'number', title: 'Waiting for a person', unit: 'minutes', known: 'today' },
  'ticket.open': { type: 'yes_no', title: 'A ticket is open or has just ended', known: 'then' },
  'ticket.state': { type: 'choice', title: 'State of the last ticket', choices: TICKET_STATES, known: 'then' },
  'ticket.priority': { type: 'ordered', title: 'Priority', choices: PRIORITIES, known: 'today' },
  'ticket.skill': { type: 'text', title: 'Required skill', known: 'then' },
  'customer.name': { type: 'text', title: 'Name of the customer', known: 'today' },
  'customer.email': { type: 'text', title: 'E-mail address of the customer', known: 'today' },
  'customer.verified': { type: 'yes_no', title: 'The customer is verified', known: 'today' },
  'customer.conversations': { type: 'number', title: 'Conversations of the customer', unit: 'so far', known: 'then' },
  'message.text': { type: 'text', title: 'Last message of the customer', known: 'then' },
  'understanding.intent': { type: 'text', title: 'Intent', known: 'then' },
  'understanding.intentProbability': { type: 'number', title: 'Sureness of the intent', unit: '0 to 1', known: 'then' },
  'understanding.sentiment': { type: 'ordered', title: 'Sentiment', choices: SENTIMENTS, known: 'then' },
  'understanding.sentimentScore': { type: 'number', title: 'Sentiment as a number', unit: '−1 to 1', known: 'then' },
  'understanding.emotion': { type: 'choice', title: 'Strongest emotion', choices: EMOTIONS, known: 'then' },
  'understanding.urgency': { type: 'number', title: 'Urgency', unit: '0 to 1', known: 'then' },
  'understanding.language': { type: 'text', title: 'Language of the message', known: 'then' },
  'decision.kind': { type: 'choice', title: 'What the assistant decided', choices: DECISIONS, known: 'then' },
  'decision.reason': { type: 'text', title: 'Why it decided so', known: 'then' },
  'event.tags': { type: 'set', title: 'Tags that were added or removed now', known: 'then' },
  'event.to': { type: 'choice', title: 'State the ticket goes to', choices: TICKET_STATES, known: 'then' },
  'event.by': {
    type: 'choice',
    title: 'Who caused the event',
    choices: ['customer', 'assistant', 'agent', 'system'],
    known: 'then',
  },
}

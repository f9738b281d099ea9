import { invalid } from '../domain/index.ts'

/** What a text may name between double braces. */
export const PLACEHOLDERS = [
  'customer.name',
  'customer.email',
  'agent.name',
  'ticket.number',
  'ticket.priority',
  'ticket.skill',
  'conversation.id',
  'conversation.rating',
] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]
export type TemplateValues = Readonly<Record<Placeholder, string | null>>

/** `{{customer.name}}`, or with what stands in where nothing is known: `{{customer.name|there}}`. */
const PLACEHOLDER = /\{\{\s*([\w.]+)\s*(?:\|([^{}]*))?\}\}/g

/** The names in a text that no value will ever stand for. */
export function unknownPlaceholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap(([, name = '']) => (isPlaceholder(name) ? [] : [name]))
}

/** The text with its values. Throws `invalid-request` naming every value that is missing: half a sentence is not sent. */
export function fillTemplate(text: string, values: TemplateValues): string {
  const missing: string[] = []
  const filled = text.replaceAll(PLACEHOLDER, (_whole, name: string, instead: string | undefined) => {
    const value = isPlaceholder(name) ? values[name] : null
    if (value !== null && value !== '') return value
    if (instead === undefined) missing.push(name)
    return instead ?? ''
  })
  if (missing.length === 0) return filled
  const names = missing.map((name) => `{{${name}}}`).join(', ')
  throw invalid('placeholder-missing', `Nothing was written: nobody knows what to put for ${names}.`, missing[0])
}

/**
 * The text for somebody who writes in `language`, and the language it is in where it is not the rule's own text. `own` is
 * what Earshot itself says in that language to the same end; it stands before a text in another language.
 */
export function textFor(
  { text, translations }: { text: string; translations?: Readonly<Record<string, string>> | undefined },
  language: string | null,
  own: (language: string) => string | undefined = () => undefined,
): { text: string; language: string | null } {
  const translated = language === null ? undefined : (translations?.[language] ?? own(language))
  return translated === undefined ? { text, language: null } : { text: translated, language }
}

const isPlaceholder = (name: string): name is Placeholder => PLACEHOLDERS.some((known) => known === name)

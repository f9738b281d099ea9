import type { WidgetConfig } from '../shell.ts'

const QUESTIONS = ['Where is my order?', 'How do I return something?', 'I would like to talk to a person']

/** Reads the script tag's attributes; what is missing or wrong falls back to a default that works. */
export function readConfig(script: HTMLScriptElement): WidgetConfig {
  const { server, name, position, questions, identity } = script.dataset
  return {
    server: new URL(server || script.src, document.baseURI).origin,
    name: name?.trim() ?? '',
    identity: identity?.trim() || null,
    position: position === 'left' ? 'left' : 'right',
    questions:
      questions
        ?.split('|')
        .map((question) => question.trim())
        .filter((question) => question !== '')
        .slice(0, 4) ?? QUESTIONS,
  }
}

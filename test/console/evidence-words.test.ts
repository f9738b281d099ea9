import { describe, expect, it } from 'vitest'
import { namesFrom } from '../../console/state/event-words.ts'
import { evidenceWords } from '../../console/state/evidence-words.ts'
import { languageName } from '../../console/state/languages.ts'

const names = namesFrom([], {
  intents: [{ name: 'late_delivery', title: 'Late delivery' }],
  tags: [],
  engine: { engine: 'transformer', ready: true, reason: null },
})

describe('what a decision rested on', () => {
  it.each<[Record<string, number | string | boolean | null>, string[]]>([
    [{ searchFailed: false }, ['Search: worked']],
    [{ searchFailed: true }, ['Search: did not work']],
    [{ owner: 'queued', justTold: true }, ['Conversation: in the queue', 'Told about the wait just before: yes']],
    [
      { article: 'late-delivery', probability: 0.871, intent: 'late_delivery', intentProbability: null, upset: false },
      ['Article: Late delivery', 'Likely to fit: 87\u00a0%', 'Reading: Late delivery', 'Customer upset: no'],
    ],
    [{ frustration: 0.6012, language: 'nl' }, ['Frustration: 0.6', 'Language: Dutch']],
    [{ somethingNewHere: 2 }, ['Something new here: 2']],
  ])('%j in words', (evidence, words) => {
    expect(evidenceWords(evidence, names)).toEqual(words)
  })

  it('keeps a language nobody has a name for', () => {
    expect([languageName('en'), languageName('unknown'), languageName('')]).toEqual(['English', 'Unknown', ''])
  })
})

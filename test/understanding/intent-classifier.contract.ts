import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Understander } from '../../src/understanding/index.ts'

/** What every engine owes its callers. `open` starts it on the seven intents of `fewIntents`. */
export function intentClassifierContract(name: 'transformer' | 'lexical', open: () => Promise<Understander>): void {
  describe(`intents by the ${name} engine`, () => {
    let understander: Understander
    beforeAll(async () => {
      understander = await open()
    })
    afterAll(() => understander?.close())
    const read = async (text: string) => (await understander.understand(text)).understanding

    it.each([
      ['cancel my order please', 'cancel_order'],
      ['where is my order', 'order_status'],
      ['i forgot my password', 'reset_password'],
      ['let me talk to a human', 'talk_to_person'],
      ['thanks a lot', 'thanks'],
    ])('reads %j as %s', async (text, intent) => {
      expect((await read(text)).intents[0]?.name).toBe(intent)
    })

    it('gives at most five intents, best first, with probabilities of at most 1 in all', async () => {
      const { intents } = await read('my wifi drops and i want my money back')
      const probabilities = intents.map(({ probability }) => probability)
      expect(intents.length).toBe(5)
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a))
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeLessThanOrEqual(1.000001)
    })

    it('says why: three near examples, the words that mattered, the margin', async () => {
      const { intents, why } = await read('how do I reset my password')
      expect(why.neighbours).toHaveLength(3)
      expect(why.neighbours[0]?.intent).toBe('reset_password')
      const similarities = why.neighbours.map(({ similarity }) => similarity)
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a))
      expect(why.words.length).toBeLessThanOrEqual(6)
      expect(why.words[0]).toMatchObject({ word: 'password' })
      expect(why.words[0]?.effect).toBeGreaterThan(0)
      expect(why.margin).toBeCloseTo(intents[0]!.probability - intents[1]!.probability, 6)
    })

    it('calls what no intent is about out of scope, and what one is about not', async () => {
      expect((await read('photosynthesis converts sunlight into chemical energy')).outOfScope).toBe(true)
      expect((await read('cancel my order')).outOfScope).toBe(false)
    })

    it('says the same of the same message twice', async () => {
      expect(await read('where is TG-104233')).toEqual(await read('where is TG-104233'))
    })

    it.each([
      ['nothing', ''],
      ['blanks', '   '],
      ['emoji', '😡😡'],
      ['marks', '...?!'],
      ['control characters', '\u0000\u0007'],
      ['half a character', '\ud800'],
      ['4,000 letters', 'x'.repeat(4000)],
      ['5,000 words', 'a '.repeat(5000)],
      ['markup', '<script>alert(1)</script>'],
    ])('gives an answer to %s', async (_, text) => {
      const understanding = await read(text)
      expect(understanding.engine).toBe(name)
      expect(understanding.sentiment.score).toBeGreaterThanOrEqual(-1)
      expect(understanding.sentiment.score).toBeLessThanOrEqual(1)
      expect(understanding.urgency).toBeGreaterThanOrEqual(0)
      expect(understanding.emotions.length).toBeGreaterThan(0)
    })

    it('finds entities and language beside the intent', async () => {
      const understanding = await read('where is tg104233 please')
      expect(understanding.entities).toEqual([
        { type: 'order_number', text: 'tg104233', value: 'TG-104233', start: 9, end: 17 },
      ])
      expect(understanding.language.code).toBe('en')
    })

    it('reads days from when the message was written', async () => {
      const now = new Date('2026-11-25T23:30:00Z')
      const { understanding } = await understander.understand('it was due yesterday', { now })
      expect(understanding.entities).toMatchObject([{ type: 'date', text: 'yesterday', value: '2026-11-25' }])
    })

    it('reads no intent into a language it was not taught', async () => {
      const understanding = await read('wo ist meine Bestellung, ich warte schon zwei Wochen darauf')
      expect(understanding.language.code).toBe('de')
      expect(understanding.intents).toEqual([])
      expect(understanding.sentiment.label).toBe('neutral')
    })
  })
}

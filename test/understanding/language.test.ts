import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { loadIntents } from '../../src/understanding/index.ts'
import { type DetectLanguage, makeDetectLanguage, readInConversation } from '../../src/understanding/language.ts'
import { loadSentimentRows } from '../../src/understanding/sentiment/load.ts'

let detect: DetectLanguage
beforeAll(async () => {
  const { intents } = await loadIntents(join(projectRoot, 'intents'))
  const rows = await loadSentimentRows(join(projectRoot, 'training', 'sentiment.jsonl'))
  detect = makeDetectLanguage([...intents.flatMap(({ examples }) => examples), ...rows.map(({ text }) => text)])
})

describe('language', () => {
  it.each([
    'ok',
    'TG-104233',
    'refund pls',
    'hi',
    'yes',
    'no',
    'nope',
    'thx',
    '??',
    '😡',
    '',
    'wifi',
    'human',
    'agent pls',
    'wheres my oder',
    'cant log in',
    'Nimbus 14 battery',
    'status TG-127604',
    'pls help asap',
    'Vanta 8 Pro',
    'lol',
    'brb',
    'john smith',
    'a.b@example.com',
    'anna.visser@example.com',
    'foo@example.com',
    'jan@web.de',
    'https://www.techgear.example/fr/suivi-de-commande',
    'where is my order, acme@example.com',
    'My Pulse Watch 3 has a defect',
    'Can I pay with Klarna or iDEAL',
    'hello hello hello',
    'my name is Giovanni Rossi',
    'i am in Paris',
    'where is my order',
    'was my order sent',
    'no no no',
    'not again',
    'u there',
    'omg finally',
    'gimme my money back',
    'Hertogstraat 12, Antwerp',
    'im so done',
    'screen flickrs wen i scrol',
    'mein kampf tshirt',
    'hasta la vista baby',
  ])('never calls the English or wordless %j foreign', (text) => {
    expect(['en', 'unknown']).toContain(detect(text).code)
  })

  it.each([
    'where is my order',
    'refund please',
    'I want to speak to a human',
    'my headphones do not work',
    'cancel my order',
    'Your service is terrible and I want my money back',
    'how do I return an item',
  ])('knows %j as English', (text) => {
    expect(detect(text).code).toBe('en')
  })

  it.each([
    ['wo ist meine Bestellung, ich warte schon zwei Wochen', 'de'],
    ['où est ma commande, je l’attends depuis deux semaines', 'fr'],
    ['¿dónde está mi pedido? lo espero desde hace dos semanas', 'es'],
    ['waar is mijn bestelling, ik wacht al twee weken', 'nl'],
    ['dov’è il mio ordine, lo aspetto da due settimane', 'it'],
    ['onde está a minha encomenda, estou à espera há duas semanas', 'pt'],
    ['где мой заказ, я жду уже две недели', 'ru'],
    ['Mijn Pulse Watch 3 is kapot, wat is de garantie?', 'nl'],
    ['Kan ik met Klarna of iDEAL betalen?', 'nl'],
    ['Mon Nimbus 14 ne démarre plus', 'fr'],
    ['Meine Aurel One ist kaputt, was nun?', 'de'],
    ['retour sturen naar anna.visser@example.com', 'nl'],
    ['私の注文はどこにありますか', 'ja'],
    ['我的订单在哪里，我已经等了两个星期了', 'zh'],
  ])('knows %j', (text, code) => {
    expect(detect(text).code).toBe(code)
  })

  it.each([
    ['привет', 'ru'],
    ['мій пакунок?', 'uk'],
    ['أين طلبي', 'ar'],
    ['订单在哪', 'zh'],
    ['注文は？', 'ja'],
    ['환불', 'ko'],
    ['πού είναι;', 'el'],
    ['איפה ההזמנה', 'he'],
  ])('knows the language of the short %j by its script', (text, code) => {
    const { code: found, confidence } = detect(text)
    expect(found).toBe(code)
    expect(confidence).toBeGreaterThanOrEqual(0.8)
  })

  it.each([
    ['Bestellung', 'de'],
    ['hola', 'es'],
    ['merci bien', 'fr'],
    ['hasło', 'pl'],
  ])('knows %j by a word that no other language has', (text, code) => {
    expect(detect(text).code).toBe(code)
  })

  it.each(['Rikki', 'ordre TG-104233', 'Bestellung Schmidt Huber'])(
    'does not pretend to know from %j alone',
    (text) => {
      expect(detect(text).code).toBe('unknown')
    },
  )

  it.each([
    ['Rikki Schmitt', 'de', 'de'],
    ['wo ist paket', 'de', 'de'],
    ['where is my parcel', 'de', 'en'],
    ['TG-104233', 'de', 'unknown'],
    ['merci', 'en', 'unknown'],
    ['где', 'en', 'ru'],
    ['Rechnung fehlt', 'en', 'de'],
    ['merci', null, 'fr'],
  ])('reads %j in a conversation that was %j so far as %j', (text, before, code) => {
    expect(readInConversation(detect(text), text, before).code).toBe(code)
  })
})

import { describe, expect, it } from 'vitest'
import type { FlowName, FlowState, Order } from '../../src/domain/index.ts'
import { type FlowInput, type FlowResult, runFlow } from '../../src/flows/index.ts'

const EMAIL = 'bram@example.org'
const ORDER: Order = {
  number: 'TG-104310',
  email: EMAIL,
  status: 'delivered',
  placedAt: new Date('2026-11-20T09:00:00Z'),
  items: [
    { name: 'Lumo Bulb', quantity: 4, priceCents: 1900 },
    { name: 'Lumo Hub', quantity: 1, priceCents: 5900 },
  ],
  totalCents: 13_500,
  currency: 'EUR',
  address: { name: 'Bram', street: 'Meir 1', postcode: '2000', city: 'Antwerpen', country: 'BE' },
  tracking: null,
  trackingUrl: null,
  imageUrl: null,
}
const CHALLENGE = { id: 'challenge', codeHash: 'hash', until: new Date('2026-11-22T10:10:00Z') }

interface Situation {
  order?: Partial<Order>
  isKnown?: boolean
  maySend?: boolean
}

/** A customer in one flow: what they write goes in, with what the dialogue would have made of it. */
function begin(flow: FlowName, { order, isKnown = true, maySend = true }: Situation = {}) {
  let state: FlowState | null = null
  let identified = isKnown
  const facts = () => ({
    now: new Date('2026-11-22T10:00:00Z'),
    newId: () => 'run',
    identity: identified ? { email: EMAIL, method: 'code' as const } : null,
    orderExample: 'TG-104233',
    orders: { find: async () => ({ ...ORDER, ...order }), listOf: async () => [{ ...ORDER, ...order }, ORDER] },
    codes: {
      canSend: true,
      create: () => CHALLENGE,
      isLocked: async () => false,
      maySend: async () => maySend,
      check: async () => {
        identified = true
        return 'right' as const
      },
    },
  })
  return async (text: string, heard: Partial<FlowInput> = {}): Promise<FlowResult> => {
    const number = /TG-\d{6}/.exec(text)?.[0]
    const email = /\S+@\S+/.exec(text)?.[0]
    const entity = (type: string, value: string | undefined) =>
      value === undefined ? [] : [{ type, value, text: value, start: 0, end: value.length }]
    const input: FlowInput = {
      messageId: text,
      text,
      entities: [...entity('order_number', number), ...entity('email', email)],
      known: [],
      attachments: [],
      answer: null,
      asks: text.endsWith('?'),
      ...heard,
    }
    const result: FlowResult = await runFlow({
      flow,
      move: state === null ? 'start' : 'continue',
      state,
      input,
      facts: facts(),
    })
    state = result.state
    return result
  }
}

describe('what the first message says', () => {
  it('of damage and wish is not asked for again after the code', async () => {
    const say = begin('damaged_item', { isKnown: false })
    await say(`The Lumo Hub from order TG-104310 arrived with a cracked side, I want a refund. ${EMAIL}`)
    expect((await say('123456')).text).toContain('attach a photo')
    const summary = await say('I have no photo')
    expect(summary.text).toContain('“The Lumo Hub arrived with a cracked side”')
    expect(summary.text).toContain('you would like a refund')
  })

  it('of the reason and the item goes into the summary of a return', async () => {
    const summary = await begin('return_order')('I want to return the bulbs of TG-104310 because they are too bright')
    expect(summary.text).toContain('a return of Lumo Bulb from order TG-104310 (“they are too bright”)')
  })

  it('of the new address goes into its summary, and is asked for once it is taken back', async () => {
    const say = begin('change_address', { order: { status: 'placed' } })
    const summary = await say('change my address for TG-104310 to Meir 5, 2000 Antwerpen')
    expect(summary.text).toContain('Meir 5, 2000 Antwerpen (BE) instead of Meir 1')
    expect((await say('Another address')).text).toContain('What is the new address')
  })

  it('of nothing but the task is asked for, step by step', async () => {
    const say = begin('damaged_item')
    expect((await say('Report a damaged item, order TG-104310')).text).toContain('What is damaged')
  })
})

describe('the summary', () => {
  it.each(['hmm', 'yes but only one of them', 'ok let me check with my wife first'])(
    'is put again after %j, with what it waits for, and nothing is done',
    async (text) => {
      const say = begin('cancel_order', { order: { status: 'placed' } })
      await say('cancel TG-104310')
      const again = await say(text)
      expect(again.text).toContain('after a clear yes')
      expect(again.text).toContain('I would cancel order TG-104310 whole')
      expect(again.jobs).toEqual([])
      expect(again.quickReplies).toContain('Yes, cancel it')
    },
  )

  it('takes the value a correction gives', async () => {
    const say = begin('damaged_item')
    await say('My Hub from TG-104310 came with a cracked lid, refund please')
    await say('I have no photo')
    expect((await say('no, replacement', { answer: 'no' })).text).toContain('you would like a replacement')
    expect((await say('the damage is a broken lid and a scratch')).text).toContain('“a broken lid and a scratch”')
  })

  it('takes another company, another need, another reason, other items', async () => {
    const sales = begin('talk_to_sales')
    await sales('we need 25 headsets')
    await sales('Alpha')
    expect((await sales('the company is Beta instead')).text).toContain('for Beta')
    expect((await sales('no, make it 30 headsets', { answer: 'no' })).text).toContain('“30 headsets”')
    const back = begin('return_order')
    await back('return TG-104310, all of it, because they are too bright')
    expect((await back('only the bulbs')).text).toContain('a return of Lumo Bulb from')
    expect((await back('the reason is that they hum')).text).toContain('“that they hum”')
    expect((await back('the reason is wrong')).text).toContain('What is the reason?')
  })

  it('asks what is different after "no", and leaves after another', async () => {
    const say = begin('cancel_order', { order: { status: 'placed' } })
    await say('cancel TG-104310')
    expect((await say('no', { answer: 'no' })).text).toContain('What is different?')
    expect(await say('no', { answer: 'no' })).toMatchObject({ state: null, jobs: [] })
  })
})

describe('items of an order', () => {
  it.each(['the bulbs', '2 bulbs', 'Lumo bulb please', 'the bulb'])('are meant by %j', async (text) => {
    const say = begin('return_order')
    await say('I want to return TG-104310')
    await say(text)
    expect((await say('too bright')).text).toContain('a return of Lumo Bulb from')
  })

  it('are asked for again where a word could be any of them', async () => {
    const say = begin('return_order')
    await say('I want to return TG-104310')
    expect((await say('the Lumo')).text).toContain('Please name what goes back')
  })
})

describe('while it asks for something', () => {
  it('an e-mail address at the question for the number is kept, and the number asked for', async () => {
    const say = begin('order_status', { isKnown: false })
    await say('where is my order')
    expect((await say(EMAIL)).text).toContain(`I have noted ${EMAIL}. What is the order number?`)
    expect((await say('TG-104310')).text).toContain(`If order TG-104310 belongs to ${EMAIL}`)
  })

  it('a question that nothing answers is said not to be known, and never taken for the reply', async () => {
    const say = begin('return_order', { isKnown: false })
    await say('I want to return something')
    expect((await say('is there a fee?')).text).toMatch(/^I do not know .* I need the order number/)
    const known = begin('return_order')
    await known('I want to return all of TG-104310')
    expect((await known('is there a fee?')).text).toMatch(/^I do not know .* What is the reason\?/)
  })
})

describe('codes', () => {
  const asked = `where is TG-104310, ${EMAIL}`

  it('are promised only if the order is found, and not said to be on their way before', async () => {
    const { text } = await begin('order_status', { isKnown: false })(asked)
    expect(text).toContain('If order TG-104310 belongs to')
    expect(text).not.toContain('on its way')
  })

  it('are not promised where so many were asked for that none is sent', async () => {
    const refused = await begin('order_status', { isKnown: false, maySend: false })(asked)
    expect(refused).toMatchObject({ reason: 'flow_failed', jobs: [], offersPerson: true })
    expect(refused.text).toContain('no more are sent for now')
    const situation = { isKnown: false, maySend: true }
    const say = begin('order_status', situation)
    expect((await say(asked)).jobs).toHaveLength(1)
    expect((await say('Send a new code')).text).toContain('I have asked for a new code')
  })
})

import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../../src/project-root.ts'
import { makeFindEntities } from '../../../src/understanding/entities/find-entities.ts'
import { loadEntityRules } from '../../../src/understanding/index.ts'
import { fastestMs } from '../../support/fastest.ts'

const rules = await loadEntityRules(join(projectRoot, 'intents'))
const findEntities = makeFindEntities({ ...rules, timeZone: 'Europe/Amsterdam', country: 'NL' })
/** A Wednesday, 11:00 in Amsterdam. */
const NOW = new Date('2026-11-25T10:00:00Z')

const found = async (text: string) => (await findEntities(text, NOW)).map(({ type, value }) => `${type} ${value}`)

describe('entities of a message', () => {
  it.each([
    // Numbers of TechGear.
    ['where is TG-104233?', ['order_number TG-104233']],
    ['order tg104233 and Tg-118420.', ['order_number TG-104233', 'order_number TG-118420']],
    ['tg 104233, tg_104233', ['order_number TG-104233', 'order_number TG-104233']],
    ['order 104233 and #118420', ['order_number TG-104233', 'order_number TG-118420']],
    ['Order number: 104233', ['order_number TG-104233']],
    ['TG-1042339 is one digit too long, TG-10423 one too short', []],
    ['colour #104233FF', []],
    ['I counted 104233 of them', []],
    ['tracking says tgp104233nl', ['tracking_number TGP104233NL']],
    ['repair rp 20418 please', ['repair_number RP-20418']],
    ['serial number: nb14k20817', ['serial_number NB14K20817']],
    ['the serial number is missing', []],
    ['my address: 3012ja Rotterdam, once M15 4al Manchester', ['post_code 3012 JA', 'post_code M15 4AL']],
    ['1024 GB and 1800 mA', []],
    ['it was 4000 kr', ['amount 4000.00 SEK']],
    // E-mail.
    ['write to Ann.Lee+shop@Example.co.uk.', ['email ann.lee+shop@example.co.uk']],
    ['<anna@techgear.example>', ['email anna@techgear.example']],
    ['not an address: me@home', []],
    ['TG-104233@example.com', ['email tg-104233@example.com']],
    // Phone numbers.
    ['call me on +44 20 7946 0958', ['phone +442079460958']],
    ['call 0032 470 12 34 56 or (020) 123 4567', ['phone +32470123456', 'phone +31201234567']],
    ['0612345678', ['phone +31612345678']],
    ['06-12345678, +1 (212) 555-0123', ['phone +31612345678', 'phone +12125550123']],
    ['parcel number 00123842', []],
    ['serial 12345678901', ['serial_number 12345678901']],
    ['article 12345678901', []],
    ['order 88-20417', []],
    ['size 60 x 40 x 40', []],
    // Money.
    ['it cost € 1.299,00 or 1,299.00 USD', ['amount 1299.00 EUR', 'amount 1299.00 USD']],
    ['$129.95, 20 euros and 1,299 pounds.', ['amount 129.95 USD', 'amount 20.00 EUR', 'amount 1299.00 GBP']],
    ['EUR 12 and 12,50 euro', ['amount 12.00 EUR', 'amount 12.50 EUR']],
    ['1.299,00 € or $1,299.00', ['amount 1299.00 EUR', 'amount 1299.00 USD']],
    ["1 299,00 € and CHF 1'299.50", ['amount 1299.00 EUR', 'amount 1299.50 CHF']],
    ['€5,- off', ['amount 5.00 EUR']],
    ['500 kr, 500kr and 49,90 zł', ['amount 500.00 SEK', 'amount 500.00 SEK', 'amount 49.90 PLN']],
    ['50 bucks, 20 quid', ['amount 50.00 USD', 'amount 20.00 GBP']],
    ['$50 CAD and A$20', ['amount 50.00 CAD', 'amount 20.00 AUD']],
    ['¥5000, ₹1,29,900, 5000 Ft', ['amount 5000.00 JPY', 'amount 129900.00 INR', 'amount 5000.00 HUF']],
    ['12 euro 50, £1.5k and Rs 500', ['amount 12.50 EUR', 'amount 1500.00 GBP', 'amount 500.00 INR']],
    ['75 cents, 20 pence; 1080p and 50p say nothing here', ['amount 0.75 EUR', 'amount 0.20 GBP']],
    ['two hundred and fifty dollars, twenty quid', ['amount 250.00 USD', 'amount 20.00 GBP']],
    ['2499 Kč', ['amount 2499.00 CZK']],
    ['3 $20 cards', ['amount 20.00 USD']],
    ['paid €50 for it', ['amount 50.00 EUR']],
    ['I have 3 dollhouses and 20 europallets', []],
    ['a 20 ft cable, try 3 times, 5 try', []],
    ['version 4.5 and 4.5.1', []],
    ['the S24 with 256 GB and 6.1 inch', []],
    // Products.
    ['my Vanta 8 Pro is hot', ['product vanta-8-pro']],
    ['vanta8pro', ['product vanta-8-pro']],
    ['vnata 8', ['product vanta-8']],
    ['Vanta 9', ['product vanta']],
    ['aurell one and my nimbus14', ['product aurel-one', 'product nimbus-14']],
    ['aurelone or Aural Air', ['product aurel-one', 'product aurel-air']],
    ['three Lumo Bulbs, two lumo cams', ['product lumo-bulb', 'product lumo-cam']],
    ["the Nimbus' hinge, Nimbus-14", ['product nimbus', 'product nimbus-14']],
    ['care plus, CarePlus, careplsu', ['product careplus', 'product careplus', 'product careplus']],
    ['usb-c charger 65w and a USB-C cable', ['product usb-c-charger-65w', 'product usb-c-cable-2m']],
    ['Pulse Watch 3 charger', ['product pulse-charger']],
    ['Aurel. One is broken', ['product aurel']],
    ['santa 8 came, my pulse is 80, a nimble aunt', []],
    ['usb cable', []],
    // Together.
    ['', []],
    ['Vanta 8 €600', ['product vanta-8', 'amount 600.00 EUR']],
    ['Nimbus 14 June 3rd', ['product nimbus-14', 'date 2026-06-03']],
    ['TG-104233 on 22/11/2026 for $12', ['order_number TG-104233', 'date 2026-11-22', 'amount 12.00 USD']],
  ])('%j', async (text, expected) => {
    expect(await found(text)).toEqual(expected)
  })

  it('says how a product is called', async () => {
    expect(await findEntities('my vnata 8', NOW)).toEqual([
      { type: 'product', text: 'vnata 8', value: 'vanta-8', label: 'Vanta 8', start: 3, end: 10 },
    ])
  })

  it('takes dollars and crowns for those of the country', async () => {
    const at = (country: string | null) => makeFindEntities({ patterns: [], products: [], timeZone: 'UTC', country })
    const values = async (country: string | null) => (await at(country)('$5 and 5 kr', NOW)).map(({ value }) => value)
    expect(await values(null)).toEqual(['5.00 USD', '5.00 SEK'])
    expect(await values('CA')).toEqual(['5.00 CAD', '5.00 SEK'])
    expect(await values('DK')).toEqual(['5.00 USD', '5.00 DKK'])
  })

  it('reads no phone number without its country when no country is set', async () => {
    const find = makeFindEntities({ patterns: [], products: [], timeZone: 'UTC', country: null })
    expect(await find('0612345678', NOW)).toEqual([])
    expect(await find('+31612345678', NOW)).toMatchObject([{ type: 'phone', value: '+31612345678' }])
  })

  it('has offsets that cut out exactly its text, and never overlaps, whatever is around it', async () => {
    const piece = fc.constantFrom(
      ...[
        'TG-104233',
        'order',
        '104233',
        'a@b.io',
        '€ 20',
        '20',
        '+44 20 7946 0958',
        '06',
        '\u0007',
        '\ud83d',
        '😡',
        ' ',
      ],
      ...[
        'x',
        'Vanta',
        '8',
        'pro',
        'lumo',
        'next',
        'friday',
        '3pm',
        '12/11',
        'may',
        'week',
        'to',
        'in',
        'ago',
        'March',
      ],
    )
    const text = fc
      .array(fc.oneof({ weight: 3, arbitrary: piece }, fc.string({ unit: 'binary' })), { maxLength: 14 })
      .chain((all) => fc.constantFrom('', ' ', ', ').map((gap) => all.join(gap)))
    await fc.assert(
      fc.asyncProperty(text, fc.date({ noInvalidDate: true, min: new Date(0) }), async (message, now) => {
        const entities = await findEntities(message, now)
        return entities.every(
          ({ start, end, text, value }, i) =>
            message.slice(start, end) === text && start < end && value !== '' && start >= (entities[i - 1]?.end ?? 0),
        )
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ...[
      '1',
      '1 ',
      '1.',
      '0',
      '0 ',
      '00 ',
      '+1',
      '12/',
      '12:',
      '€1,',
      '1€ ',
      'a',
      'a ',
      'a@',
      'a.',
      'é',
      '😡',
      '\ud83d',
    ],
    ...[
      '2 days ',
      'may 5 ',
      'next friday ',
      '3 jan - ',
      'in 2 days ',
      'lumo ',
      'lumi ',
      'vanta 8 ',
      'TG',
      '#1',
      'A1 1',
    ],
    ...['order number is ', 'serial a', '1234 '],
  ])('reads 4,000 characters of %j in little time and finds no flood', async (sign) => {
    const text = sign.repeat(4000).slice(0, 4000)
    expect(await fastestMs(() => findEntities(text, NOW))).toBeLessThan(400)
    expect((await findEntities(text, NOW)).length).toBeLessThanOrEqual(50)
  })
})

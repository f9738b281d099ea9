import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig, SETTINGS } from '../src/config/index.ts'
import { projectRoot } from '../src/project-root.ts'

describe('the configuration', () => {
  it('has a default for everything that a single process needs', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ port: 3000, host: '0.0.0.0', demo: true, logLevel: 'info', admin: null })
    expect(config.dataDir).toBe(join(projectRoot, 'data'))
    expect(config.databaseUrl).toBeUndefined()
    expect(config.offerMs).toBe(45_000)
  })

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', EARSHOT_DEMO: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, demo: true })
  })

  it('leaves variables of other programs alone', () => {
    expect(() => readConfig({ PATH: '/bin', EARSHOTS: '1', earshot_demo: 'x' })).not.toThrow()
  })

  it('names the setting that was probably meant', () => {
    expect(() => readConfig({ EARSHOT_DATADIR: '/x' })).toThrow(
      'EARSHOT_DATADIR is not a setting. Did you mean EARSHOT_DATA_DIR?',
    )
  })

  it('knows a setting of the Bot Framework by its letters, and leaves its other names alone', () => {
    expect(() => readConfig({ MicrosoftAppID: 'x' })).toThrow(
      'MicrosoftAppID is not a setting. Did you mean MicrosoftAppId?',
    )
    expect(() => readConfig({ MicrosoftAppType: 'MultiTenant' })).not.toThrow()
  })

  it('takes a Bot Framework app only with its secret, and never repeats it', () => {
    expect(() => readConfig({ MicrosoftAppId: 'x' })).toThrow(
      'MicrosoftAppId and MicrosoftAppPassword must be set together.',
    )
    const bot = { MicrosoftAppId: 'x', MicrosoftAppPassword: 'secret' }
    expect(readConfig(bot).bot.loginUrl).toBe('https://login.microsoftonline.com/botframework.com')
    expect(readConfig({ ...bot, MicrosoftAppTenantId: 'shop.example' }).bot.loginUrl).toBe(
      'https://login.microsoftonline.com/shop.example',
    )
    expect(() => readConfig({ ...bot, MicrosoftAppTenantId: 'a/b' })).toThrow(
      'must be the id or the domain of a tenant',
    )
  })

  it('suggests nothing when nothing is near', () => {
    expect(() => readConfig({ EARSHOT_FAVOURITE_COLOUR: 'blue' })).toThrow(
      /^EARSHOT_FAVOURITE_COLOUR is not a setting\.$/,
    )
  })

  it.each([
    ['PORT', 'abc', 'PORT must be a number; it is "abc".'],
    ['PORT', '80.5', 'PORT must be a whole number; it is "80.5".'],
    ['PORT', '-1', 'PORT must be at least 0; it is "-1".'],
    ['PORT', '65536', 'PORT must be at most 65535; it is "65536".'],
    ['EARSHOT_COUNTRY', 'nl', 'EARSHOT_COUNTRY must be a country code of two capital letters, such as NL; it is "nl".'],
    ['EARSHOT_DEMO', 'yes', 'EARSHOT_DEMO must be 0 or 1; it is "yes".'],
    ['DATABASE_URL', 'mysql://db/x', 'DATABASE_URL must be a postgres:// address'],
    ['EARSHOT_OFFER_SECONDS', '4', 'EARSHOT_OFFER_SECONDS must be at least 5; it is "4".'],
  ])('refuses %s=%s and says why', (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(message)
  })

  it.each([
    ['0', 0],
    ['65535', 65_535],
  ])('takes PORT=%s, the end of its range', (given, port) => {
    expect(readConfig({ PORT: given }).port).toBe(port)
  })

  it('names every setting at fault at once', () => {
    expect(() => readConfig({ PORT: 'x', EARSHOT_DEMO: '2', EARSHOT_PROT: '1' })).toThrow(
      /EARSHOT_PROT[\s\S]*PORT[\s\S]*EARSHOT_DEMO/,
    )
  })

  it('refuses Redis without PostgreSQL', () => {
    expect(() => readConfig({ REDIS_URL: 'redis://localhost' })).toThrow('REDIS_URL needs DATABASE_URL')
    expect(() => readConfig({ REDIS_URL: 'redis://localhost', DATABASE_URL: 'postgres://localhost/x' })).not.toThrow()
  })

  it('refuses half an admin', () => {
    const message = 'EARSHOT_ADMIN_EMAIL and EARSHOT_ADMIN_PASSWORD must be set together.'
    expect(() => readConfig({ EARSHOT_ADMIN_EMAIL: 'a@b.example' })).toThrow(message)
    expect(() => readConfig({ EARSHOT_ADMIN_PASSWORD: 'twelve letters' })).toThrow(message)
  })

  it('gives the admin an e-mail address in lower case', () => {
    const admin = { EARSHOT_ADMIN_EMAIL: 'Ada@Shop.example', EARSHOT_ADMIN_PASSWORD: 'twelve letters' }
    expect(readConfig(admin).admin?.email).toBe('ada@shop.example')
  })

  it('reads a list of origins and refuses what is none', () => {
    expect(readConfig({ EARSHOT_WIDGET_ORIGINS: ' https://a.example, http://b.example:81 ,' }).widgetOrigins).toEqual([
      'https://a.example',
      'http://b.example:81',
    ])
    expect(() => readConfig({ EARSHOT_WIDGET_ORIGINS: 'shop.example' })).toThrow('must be a list of origins')
  })

  it.each([
    ['EARSHOT_SECRET', 'hunter2'],
    ['EARSHOT_ADMIN_PASSWORD', 'hunter2'],
    ['DATABASE_URL', 'mysql://joe:hunter2@db/x'],
    ['REDIS_URL', 'http://:hunter2@cache'],
  ])('never repeats the secret in a complaint about %s', (name, value) => {
    expect(complaintAbout({ [name]: value })).toContain(name)
    expect(complaintAbout({ [name]: value })).not.toContain('hunter2')
  })

  it('says what each setting is for', () => {
    for (const [name, [, sentence]] of Object.entries(SETTINGS)) expect(sentence, name).toMatch(/^[A-Z0-9].*\.$/)
  })
})

function complaintAbout(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment)
  } catch (error) {
    return String(error)
  }
  throw new Error('Nothing was complained about.')
}

import { NARROW, WIDE } from './stage.mjs'

/** Every screen of shop, widget and console in the state that a day at TechGear leaves. */
export async function photographEverything(scene) {
  await photographShop(scene)
  await photographConversation(scene)
  await photographArticles(scene)
  await photographAutomation(scene)
  await photographPeople(scene)
  await photographTrouble(scene)
}

async function photographShop({ camera, url }) {
  const fresh = await camera.openPage()
  await fresh.goto(url)
  await camera.shootAll(fresh, 'shop')
  await fresh.getByRole('button', { name: /^Open the chat/ }).click()
  await camera.shootAll(fresh, 'widget-welcome')
  for (const [path, name] of [
    ['/help', 'help'],
    ['/help/track-your-order', 'help-article'],
  ]) {
    await fresh.goto(url + path)
    await fresh
      .getByRole('button', { name: /the chat/ })
      .first()
      .waitFor()
    await camera.shootAll(fresh, name)
  }
  const stranger = await camera.openPage()
  await stranger.goto(`${url}/console`)
  await stranger.getByRole('heading', { name: 'Demo accounts' }).waitFor()
  await camera.shootAll(stranger, 'login')
  await stranger.getByRole('textbox', { name: 'E-mail' }).fill('lotte@techgear.example')
  await stranger.getByLabel('Password', { exact: true }).fill('not the password')
  await stranger.getByRole('button', { name: 'Log in', exact: true }).click()
  await stranger.getByRole('alert').first().waitFor()
  await camera.shootAll(stranger, 'login-refused')
}

async function photographConversation({ camera, url, shop, lotte }) {
  await camera.shootAll(shop, 'widget-conversation')
  await camera.shootAll(lotte, 'console-conversation')
  // The whole packet: what happened, the curve of the mood, the ticket, the candidates, the timeline.
  await camera.shoot(lotte, 'console-context-light', { width: 1440, height: 2200 }, 'light')
  await camera.shoot(lotte, 'console-context-dark', { width: 1440, height: 2200 }, 'dark')
  await lotte.setViewportSize(NARROW)
  await lotte.getByRole('button', { name: 'About this conversation' }).click()
  await lotte.getByRole('dialog').waitFor()
  for (const scheme of ['light', 'dark']) await camera.shoot(lotte, `console-context-narrow-${scheme}`, NARROW, scheme)
  await lotte.keyboard.press('Escape')
  await lotte.setViewportSize(WIDE)

  const opened = lotte.url()
  await lotte.goto(`${url}/console#/`)
  await lotte
    .getByText(/No conversation is open|for a person, the longest/)
    .first()
    .waitFor()
  await camera.shootAll(lotte, 'console-list')
  await lotte.keyboard.press('?')
  await lotte.getByRole('dialog').waitFor()
  await camera.shoot(lotte, 'console-shortcuts-wide-light', WIDE, 'light')
  await lotte.keyboard.press('Escape')
  await lotte.goto(opened)
  for (const [key, name] of [
    ['s', 'console-snooze'],
    ['p', 'console-pass-on'],
  ]) {
    await lotte.keyboard.press(key)
    await lotte.getByRole('dialog').waitFor()
    await camera.shoot(lotte, `${name}-wide-light`, WIDE, 'light')
    await lotte.keyboard.press('Escape')
  }
  await lotte.getByRole('button', { name: 'Resolve and ask for a rating' }).click()
  const good = shop.getByRole('radio', { name: 'Good', exact: true })
  await good.waitFor()
  await good.check({ force: true })
  await camera.shootAll(shop, 'widget-rating')
  await shop.getByRole('button', { name: 'Send rating' }).click()
  await shop.getByText('You rated this conversation').waitFor()
  await camera.shootAll(shop, 'widget-rated')
  await camera.shootAll(lotte, 'console-resolved')
  await lotte.getByRole('button', { name: 'Why', exact: true }).last().click()
  await camera.shoot(lotte, 'console-why-wide-light', WIDE, 'light')
  await camera.shoot(lotte, 'console-why-wide-dark', WIDE, 'dark')
}

async function photographArticles({ camera, url, eva }) {
  const at = async (place) => eva.goto(`${url}/console#/articles${place}`)
  await at('')
  await eva.getByText('No article is open').waitFor()
  await camera.shootAll(eva, 'articles')
  await at('/track-your-order')
  await eva.getByRole('article').waitFor()
  await camera.shootAll(eva, 'articles-file')
  await at('/new')
  await eva.getByRole('heading', { name: 'New article' }).waitFor()
  await camera.shootAll(eva, 'articles-new')
  await at('')
  await eva.getByRole('link', { name: /^Parcel shops in December/ }).click()
  await eva.getByRole('button', { name: 'History' }).waitFor()
  await camera.shootAll(eva, 'articles-editor')
  await eva.getByRole('button', { name: 'History' }).click()
  await eva.getByText('Added: ').first().waitFor({ state: 'attached' })
  await camera.shootAll(eva, 'articles-history')
  await eva.keyboard.press('Escape')
  await at('')
  await eva.getByRole('button', { name: 'Import' }).click()
  await camera.shootAll(eva, 'articles-import')
  await eva.locator('input[type=file]').setInputFiles([
    { name: 'gift-wrap.md', mimeType: 'text/markdown', buffer: Buffer.from('# Gift wrap\n\nWe wrap for 3 euros.\n') },
    {
      name: 'track-your-order.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('# Track your order\n\nNew text.\n'),
    },
    {
      name: 'faq.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('question,answer\nDo you engrave?,"Yes, on cases."\n,\n'),
    },
  ])
  await eva.getByRole('button', { name: /^Import \d/ }).waitFor()
  await camera.shootAll(eva, 'articles-import-preview')
  await eva.keyboard.press('Escape')
  await eva.getByRole('searchbox').fill('zeppelin')
  await eva.getByText('Nothing found').waitFor()
  await camera.shootAll(eva, 'articles-nothing')
}

async function photographAutomation({ camera, url, eva }) {
  const at = async (place) => eva.goto(`${url}/console#/automation${place}`)
  await at('')
  await eva.getByText('No rule is open').waitFor()
  await camera.shootAll(eva, 'automation')
  await eva.getByRole('link', { name: /^Watch over angry/ }).click()
  await eva.getByRole('button', { name: /^Try/ }).waitFor()
  await camera.shootAll(eva, 'automation-editor')
  await camera.shoot(eva, 'automation-editor-whole-light', { width: 1440, height: 1800 }, 'light')
  await camera.shoot(eva, 'automation-editor-whole-narrow-dark', { width: 390, height: 2600 }, 'dark')
  await eva.getByRole('button', { name: /^Try/ }).click()
  await eva.getByText('It would have acted').first().waitFor()
  await camera.shootAll(eva, 'automation-dry-run')
  await eva.keyboard.press('Escape')
  await eva.getByRole('button', { name: 'History' }).click()
  await eva.getByText('Added: ').first().waitFor({ state: 'attached' })
  await camera.shootAll(eva, 'automation-history')
  await eva.keyboard.press('Escape')
  await at('/rules/new')
  await eva.getByRole('heading', { name: 'New rule' }).waitFor()
  await camera.shootAll(eva, 'automation-new')
  await at('/firings')
  await eva.getByRole('region', { name: 'What rules did' }).getByRole('listitem').first().waitFor()
  await camera.shootAll(eva, 'automation-firings')
  await at('/exceptions')
  await eva.getByRole('region', { name: 'Exceptions' }).locator('p, li').first().waitFor()
  await camera.shootAll(eva, 'automation-exceptions')
}

async function photographPeople({ camera, url, eva }) {
  const at = async (place) => eva.goto(`${url}/console#/people${place}`)
  await at('')
  await eva.getByText('Nobody is open').waitFor()
  await camera.shootAll(eva, 'people')
  await eva.getByRole('link', { name: /Lotte de Vries/ }).click()
  await eva.getByRole('region', { name: 'Edit Lotte de Vries' }).waitFor()
  await camera.shootAll(eva, 'people-editor')
  await eva.getByRole('button', { name: 'Remove', exact: true }).click()
  await eva.getByRole('dialog').waitFor()
  await camera.shootAll(eva, 'people-remove')
  await eva.keyboard.press('Escape')
  await at('/new')
  await eva.getByRole('heading', { name: 'Somebody new' }).waitFor()
  await camera.shootAll(eva, 'people-new')
}

/** Loading, errors, no connection. */
async function photographTrouble({ camera, url, eva, lotte, shop }) {
  const held = []
  await eva.route('**/api/reports/**', (route) => void held.push(route))
  await eva.goto(`${url}/console#/`)
  await eva.reload()
  await eva.goto(`${url}/console#/trends`)
  await eva.locator('[aria-busy=true]').first().waitFor()
  await camera.shootAll(eva, 'trends-loading')
  for (const route of held) await route.abort()
  await eva.unroute('**/api/reports/**')
  await eva.route('**/api/console/{articles,automation/rules,people}**', (route) =>
    route.fulfill({
      status: 503,
      json: { error: { code: 'database-away', message: 'The database does not answer.' } },
    }),
  )
  for (const [place, name] of [
    ['articles', 'articles-error'],
    ['automation', 'automation-error'],
    ['people', 'people-error'],
  ]) {
    await eva.goto(`${url}/console#/`)
    await eva.reload()
    await eva.goto(`${url}/console#/${place}`)
    await eva.getByRole('alert').first().waitFor()
    await camera.shootAll(eva, name)
  }
  await lotte.goto(`${url}/console#/trends`)
  await lotte.getByText('Trends are open to leads').waitFor()
  await camera.shootAll(lotte, 'trends-not-for-agents')
  await lotte.goto(`${url}/console#/`)
  await lotte.context().setOffline(true)
  await lotte.getByText('Offline', { exact: true }).first().waitFor({ state: 'attached' })
  await camera.shootAll(lotte, 'console-offline')
  await shop.context().setOffline(true)
  await shop.getByText('No connection').waitFor()
  await camera.shootAll(shop, 'widget-offline')
}

/** An article with three versions, a rule with two that acts on every message, and one that fails. */
export async function fillArticlesAndRules({ ask, chat }) {
  const article = (body) => ({
    title: 'Parcel shops in December',
    summary: 'Parcel shops are open longer before the holidays.',
    body,
    questions: ['Until when is the parcel shop open before Christmas?'],
    tags: ['delivery'],
    audience: 'public',
    language: 'en',
    validFrom: null,
    validUntil: null,
  })
  const hours =
    'From 1 to 24 December parcel shops are open until **21:00**.\n\n- Bring your code.\n- Bring your passport.\n'
  let { summary } = await ask('eva', '/articles', { content: article('Parcel shops are open until 20:00.\n') })
  for (const body of [hours, `${hours}\nAfter 14 days the parcel goes back to us.\n`]) {
    const saved = { baseVersion: summary.version, content: article(body) }
    summary = (await ask('eva', `/articles/${summary.id}/save`, saved)).summary
  }
  await ask('eva', `/articles/${summary.id}/publish`, { baseVersion: summary.version })

  const limits = { perCustomer: { times: 3, hours: 24 }, perRule: { times: 100, hours: 1 } }
  const angry = {
    name: 'Watch over angry customers',
    event: { type: 'message_received' },
    conditions: {
      any: [
        { field: 'message.text', op: 'has_word', value: ['ridiculous', 'angry'] },
        { all: [{ field: 'conversation.frustration', op: 'at_least', value: 0.4 }] },
      ],
    },
    actions: [
      { kind: 'set_priority', priority: 'one_up' },
      { kind: 'notify', who: 'leads', text: '{{customer.name|A customer}} is upset.' },
    ],
    stopOnMatch: false,
    limits,
  }
  const { rule } = await ask('eva', '/automation/rules', { content: angry })
  const { id } = rule
  await ask('eva', `/automation/rules/${id}/save`, {
    baseVersion: rule.version,
    content: { ...angry, actions: [...angry.actions, { kind: 'note', text: 'Read the whole conversation first.' }] },
  })
  await ask('eva', `/automation/rules/${id}/switch`, { enabled: true })
  const failing = {
    ...angry,
    name: 'Tell the warehouse',
    actions: [{ kind: 'webhook', url: 'https://localhost/warehouse', secret: 'a secret of sixteen letters' }],
  }
  const warehouse = await ask('eva', '/automation/rules', { content: failing })
  await ask('eva', `/automation/rules/${warehouse.rule.id}/switch`, { enabled: true })
  await chat(['my parcel is late, this is ridiculous'])
}

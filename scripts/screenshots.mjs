import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { playTheDay, talkInWidget } from './screenshots/day.mjs'
import { fillArticlesAndRules, photographEverything } from './screenshots/every-screen.mjs'
import { BUSY_HOUR, DAYS, photographQueue, photographTrends } from './screenshots/past.mjs'
import { peopleAt } from './screenshots/people.mjs'
import { logIn, openCamera, SCHEMES, startServer, WIDE } from './screenshots/stage.mjs'
import { endWithNpm } from './setup/end-with-npm.mjs'
import { setUpOrExit } from './setup.mjs'

// `npm run screenshots`: plays a day and a busy hour at TechGear against the built server and photographs them for the
// README, into docs/images/. `-- --all DIR` photographs every screen instead, light and dark, wide and narrow, into DIR.
const root = dirname(dirname(fileURLToPath(import.meta.url)))

endWithNpm()
await setUpOrExit()
const all = process.argv.indexOf('--all')
const folder = all === -1 ? join(root, 'docs/images') : resolve(process.argv[all + 1] ?? 'screens')
mkdirSync(folder, { recursive: true })
const camera = await openCamera(folder, all === -1)
if (camera === null) {
  console.error('Chromium is missing: install it (on Debian the package chromium) or set CHROMIUM_PATH.')
  process.exit(1)
}
try {
  await withServer({}, photographDay)
  const isAll = all !== -1
  await withServer({ past: BUSY_HOUR }, (url, people) => photographQueue({ camera, url, people, isAll }))
  await withServer({ past: DAYS }, (url) => photographTrends({ camera, url, isAll }))
} finally {
  await camera.close()
}

async function withServer(options, work) {
  const server = await startServer(root, options)
  const people = peopleAt(server.url)
  try {
    await work(server.url, people)
  } finally {
    people.leave()
    await server.stop()
  }
}

async function photographDay(url, people) {
  const lotte = await camera.openPage()
  await logIn(lotte, url, 'lotte')
  const team = await Promise.all(['sam', 'jonas', 'amelie'].map(people.goOnline))
  await playTheDay(people, team)
  const shop = await camera.openPage()
  await talkInWidget(shop, url, lotte)
  const eva = await camera.openPage()
  await logIn(eva, url, 'eva')
  if (all === -1) {
    await photographFaces(shop, lotte)
    return
  }
  await fillArticlesAndRules(people)
  await photographEverything({ camera, url, shop, lotte, eva })
}

/** Two of the faces of the README; the others stand on days gone by. */
async function photographFaces(shop, lotte) {
  const window = { width: 1200, height: 800 }
  await shop.setViewportSize(window)
  // From the answer with its source to the person who took over.
  const source = shop.getByRole('link', { name: /^From: Late parcel/ })
  await source.evaluate((link) => link.scrollIntoView({ block: 'start' }))
  await shop.getByRole('log').evaluate((log) => log.scrollBy(0, -30))
  for (const scheme of SCHEMES) {
    await camera.shoot(shop, `widget-${scheme}`, window, scheme)
    await camera.shoot(lotte, `console-${scheme}`, WIDE, scheme)
  }
}

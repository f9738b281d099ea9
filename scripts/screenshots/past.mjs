import { logIn, SCHEMES, WIDE } from './stage.mjs'

/** An hour with more customers than the three at work can take. */
export const BUSY_HOUR = [['generate-history', '--busy-hour', '110', '--people', '3', '--seed', '1']]
export const DAYS = [['generate-history', '--days', '6', '--seed', '1']]
/** Those who are still at work after that hour, and one who has gone to lunch. */
const AT_WORK = ['amelie', 'daan', 'jonas']
const AT_LUNCH = 'sam'

/** The queue after the busy hour: why each ticket is where it is. */
export async function photographQueue({ camera, url, people, isAll }) {
  await Promise.all([...AT_WORK, AT_LUNCH].map(people.goOnline))
  await people.ask(AT_LUNCH, '/availability', { availability: 'away', reason: 'lunch' })
  const eva = await camera.openPage()
  await logIn(eva, url, 'eva')
  await eva.getByRole('heading', { name: /for a person, the longest/ }).waitFor()
  await tidy(eva)
  await shootBoth(camera, eva, 'queue', isAll, { width: 1400, height: 840 })
  if (isAll) await camera.shoot(eva, 'queue-whole-light', { width: 1440, height: 2000 }, 'light')
}

/** The leads' figures of some days. */
export async function photographTrends({ camera, url, isAll }) {
  const eva = await camera.openPage()
  await logIn(eva, url, 'eva')
  await eva.goto(`${url}/console#/trends`)
  await eva
    .getByRole('button', { name: /Open the conversations tagged/ })
    .first()
    .waitFor()
  await tidy(eva)
  await shootBoth(camera, eva, 'trends', isAll)
  if (!isAll) return
  await camera.shoot(eva, 'trends-whole-light', { width: 1440, height: 2400 }, 'light')
  await camera.shoot(eva, 'trends-whole-narrow-light', { width: 390, height: 4800 }, 'light')
  await eva
    .getByRole('button', { name: /Open the escalated conversations/ })
    .first()
    .click()
  await eva.getByRole('dialog').getByRole('link').first().waitFor()
  await camera.shootAll(eva, 'trends-behind')
}

/** What rules and promises had to tell at the start is read and put away. */
async function tidy(page) {
  await page.waitForTimeout(2_000)
  for (const name of ['Seen', 'Close this notice']) {
    const buttons = page.getByRole('button', { name, exact: true })
    while ((await buttons.count()) > 0) {
      await buttons.first().click()
      await page.waitForTimeout(150)
    }
  }
}

async function shootBoth(camera, page, name, isAll, size = WIDE) {
  if (isAll) return camera.shootAll(page, name)
  for (const scheme of SCHEMES) await camera.shoot(page, `${name}-${scheme}`, size, scheme)
}

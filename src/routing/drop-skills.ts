import { type RoutingDeps, SYSTEM } from './deps.ts'
import { eachAlone } from './each-alone.ts'
import { dropOptionalSkills, listWishing } from './wish-store.ts'

/** At most so many in one run; the rest follows in the next. */
const MOST = 200

/** Waits no longer for the optional skills of tickets that have waited for them long enough. Returns how many. */
export async function dropSkills(deps: RoutingDeps): Promise<number> {
  const since = new Date(deps.now().getTime() - deps.optionalSkillMs)
  return eachAlone(deps, await listWishing(deps.db, since, MOST), async (tx, conversation) => {
    const dropped = await dropOptionalSkills(tx, conversation.id, since)
    // Offered or taken between the look and the lock.
    if (!dropped) return false
    await deps.changeConversation(tx, conversation, {}, [
      { type: 'ticket.skill_dropped', data: { ...dropped, afterMs: deps.optionalSkillMs }, actor: SYSTEM },
    ])
    return true
  })
}

import type { Building } from './building.ts'
import { createTurnQueue, findUnclaimed } from './conversation/index.ts'
import { createOneTimeCodes } from './customers/index.ts'
import { startExpectedTimes } from './expected-time.ts'
import { startFlowJobs } from './flow-jobs.ts'
import { makeHandleMessage } from './handle-message.ts'
import type { Edge } from './open-edge.ts'
import type { Routing } from './open-routing.ts'
import { openOutside } from './outside.ts'
import { queuePosition } from './routing/index.ts'
import { makeTurnSteps } from './turn-steps.ts'

/** Turns at once on one node; more only wait for the encoder. */
const CONCURRENT_TURNS = 8
const TURN_SWEEP_MS = 2_000

/** The turns of customers' messages, and the jobs their flows leave. */
export function openTurns(
  { config, database, assistant, log, onClose, afterCommit }: Building,
  { gateway, routing, secret }: { gateway: Edge; routing: Routing; secret: string },
) {
  const outside = openOutside(config, database, secret, log)
  onClose(async () => outside.mail.close())
  const codes = createOneTimeCodes(database, secret)
  const { orders } = outside
  const jobs = orders
    ? startFlowJobs({
        database,
        orders,
        codes,
        mail: outside.mail,
        tries: config.jobTries,
        afterCommit,
        log: log.write,
        onError: log.error,
      })
    : null
  onClose(async () => jobs?.close())

  const expectedTimes = startExpectedTimes(database, log.error)
  onClose(expectedTimes.close)

  const turns = createTurnQueue({
    handle: makeHandleMessage(
      makeTurnSteps({
        database,
        assistant,
        node: config.nodeName,
        waitSentence: async (db, id) => waitSentence(await queuePosition(db, id)),
        typing: gateway.sendTyping,
        expectTime: expectedTimes.predict,
        flows: { orders, codes, canSendMail: outside.mail.canSend, onError: log.error },
        report(report) {
          log.turn(report)
          gateway.observeTurn(report)
          if (report.decision === 'escalate') routing.router.nudge()
          afterCommit()
          if (report.decision === 'flow') jobs?.nudge()
        },
      }),
    ),
    findUnclaimed: () => findUnclaimed(database, 200),
    concurrency: CONCURRENT_TURNS,
    sweepMs: TURN_SWEEP_MS,
    onError: log.error,
  })
  onClose(() => turns.close())
  return turns
}

function waitSentence(position: number | null): string | null {
  if (position === null) return null
  return position === 1 ? 'You are next in the queue.' : `You are number ${position} in the queue.`
}

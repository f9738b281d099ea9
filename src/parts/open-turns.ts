import { startExpectedTimes } from '../background/index.ts'
import type { Building } from '../building.ts'
import { createTurnQueue, findUnclaimed } from '../conversation/index.ts'
import { createOneTimeCodes } from '../customers/index.ts'
import { titlesOf } from '../flows/index.ts'
import { tellWait } from '../routing/index.ts'
import { flowsHere, makeHandleMessage, makeStartFlow, makeTurnSteps, startFlowJobs } from '../turn/index.ts'
import type { Edge } from './open-edge.ts'
import type { Routing } from './open-routing.ts'
import { openOutside } from './outside.ts'

/** Turns at once on one node; more only wait for the encoder. */
const CONCURRENT_TURNS = 8
const TURN_SWEEP_MS = 2_000

export type Turns = ReturnType<typeof openTurns>

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

  const flows = {
    orders,
    codes,
    canSendMail: outside.mail.canSend,
    orderExample: assistant.understander.exampleOf('order_number'),
    onError: log.error,
  }
  const expectedTimes = startExpectedTimes(database, log.error)
  onClose(expectedTimes.close)

  const turns = createTurnQueue({
    handle: makeHandleMessage(
      makeTurnSteps({
        database,
        assistant,
        node: config.nodeName,
        waitSentence: (db, id) => tellWait(db, routing.deps, id),
        typing: gateway.sendTyping,
        expectTime: expectedTimes.predict,
        flows,
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
  return {
    nudge: turns.nudge,
    /** For rules that start one. */
    flows: { here: titlesOf(flowsHere(orders)), start: makeStartFlow({ ...flows, database }) },
    nudgeJobs: () => jobs?.nudge(),
  }
}

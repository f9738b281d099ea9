import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { notAllowed } from '../domain/index.ts'
import type { TurnReport } from '../turn/index.ts'

/** What Prometheus reads. Names and counts only; nothing of what people wrote. */
export function createMetrics(parts: {
  queued(): Promise<number>
  sockets(): { customers: number; consoles: number }
}) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const turns = new Counter({
    name: 'earshot_turns_total',
    help: 'Customer messages decided, by outcome, decision and reason.',
    labelNames: ['outcome', 'decision', 'reason'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'earshot_turn_seconds',
    help: 'Time of each step of a turn.',
    labelNames: ['step'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  new Gauge({
    name: 'earshot_queued_conversations',
    help: 'Conversations that wait for a person.',
    registers: [registry],
    async collect() {
      this.set(await parts.queued())
    },
  })
  new Gauge({
    name: 'earshot_sockets',
    help: 'Open sockets on this node.',
    labelNames: ['face'],
    registers: [registry],
    collect() {
      const { customers, consoles } = parts.sockets()
      this.set({ face: 'widget' }, customers)
      this.set({ face: 'console' }, consoles)
    },
  })
  return {
    observe(report: TurnReport) {
      turns.inc({ outcome: report.outcome, decision: report.decision ?? 'none', reason: report.reason ?? 'none' })
      seconds.observe({ step: 'understand' }, report.understandMs / 1000)
      seconds.observe({ step: 'search' }, report.searchMs / 1000)
      seconds.observe({ step: 'apply' }, report.applyMs / 1000)
      seconds.observe({ step: 'all' }, report.totalMs / 1000)
    },
    /** `GET /metrics`: with the bearer token where one is set, else to this machine only. */
    handler(token: string | undefined): RequestHandler {
      return async (request, response) => {
        const allowed = token
          ? request.headers.authorization === `Bearer ${token}`
          : // What a proxy on this machine passes on comes from elsewhere.
            request.headers['x-forwarded-for'] === undefined &&
            ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip ?? '')
        if (!allowed) throw notAllowed('metrics', 'Metrics are read on this machine, or with EARSHOT_METRICS_TOKEN.')
        response.type(registry.contentType).send(await registry.metrics())
      }
    },
  }
}

export type Metrics = ReturnType<typeof createMetrics>

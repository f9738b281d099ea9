import { firstFault, invalid } from '../../domain/index.ts'
import type { Load, RecordedArrival, SimulatedAgent, SimulatedIntent } from './load.ts'
import { type LoadShape, loadShape } from './load-shapes.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const MOST_LOADS = 50
/** After the last arrival, or the last hour of arrivals, a run may go on for a day. */
const AFTERWARDS = DAY

/**
 * The loads of a file's content: one load, a list of them, or `{ loads: [...] }`. Throws `invalid-request` naming the
 * field by its path, such as `loads[0].intents[2].handlingSeconds.mean`.
 */
export function readLoads(content: unknown, fileName: string): Load[] {
  const { all, path } = listOf(content)
  if (all.length === 0) complain('loads', 'must have a load')
  if (all.length > MOST_LOADS) complain('loads', `must have at most ${MOST_LOADS} entries`)
  return all.map((each, i) => {
    const at = path(i)
    const result = loadShape.safeParse(each)
    if (!result.success) {
      const fault = firstFault(result.error)
      complain(join(at, fault.path), fault.reason)
    }
    const name = result.data.name ?? (all.length === 1 ? fileName : `${fileName} ${i + 1}`)
    return arrange(result.data, name, at)
  })
}

function listOf(content: unknown): { all: unknown[]; path: (i: number) => string } {
  if (Array.isArray(content)) return { all: content, path: (i) => `[${i}]` }
  if (typeof content === 'object' && content !== null && 'loads' in content) {
    if (!Array.isArray(content.loads)) complain('loads', 'must be a list')
    return { all: content.loads, path: (i) => `loads[${i}]` }
  }
  return { all: [content], path: () => '' }
}

function complain(field: string, reason: string): never {
  throw invalid('bad-load-file', `${field || 'the file'} ${reason}.`, field)
}

const join = (start: string, path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    start,
  )

function arrange(shape: LoadShape, name: string, at: string): Load {
  const start = shape.startsAt * HOUR
  const intents = shape.intents.map((intent) => toIntent(intent, shape))
  if (intents.length > 0 && !intents.some(({ share }) => share > 0)) {
    complain(join(at, ['intents']), 'must have a share above 0')
  }
  const arrivals = arrivalsOf(shape, intents, start, at)
  const until = endOf(arrivals) + AFTERWARDS
  const agents = shape.agents.flatMap((agent, i) => toAgents(agent, i, until))
  if (!agents.some((agent) => isOnWhileArriving(agent, arrivals))) {
    complain(
      join(at, ['agents']),
      'has nobody on shift with a capacity while customers arrive; startsAt says when hours begin',
    )
  }
  return { name, agents, arrivals, costs: shape.costs, until }
}

function arrivalsOf(shape: LoadShape, intents: SimulatedIntent[], start: number, at: string): Load['arrivals'] {
  const { hours, arrivals } = shape
  if ((hours === undefined) === (arrivals === undefined))
    complain(join(at, ['hours']), 'or arrivals must be given, one of them')
  if (arrivals) {
    if (arrivals.length === 0) complain(join(at, ['arrivals']), 'must have an arrival')
    // Moments count from the midnight before the first; seconds from the start of the load.
    const first = Math.min(...arrivals.map((arrival) => arrival.at))
    const origin = first >= DAY * 365 ? Math.floor(first / DAY) * DAY : -start
    return { kind: 'recorded', arrivals: arrivals.map((each) => toRecorded(each, intents, shape, origin)) }
  }
  if (intents.length === 0) complain(join(at, ['intents']), 'must be given with hours')
  return { kind: 'generated', start, hours: hours ?? [], intents }
}

function toIntent(intent: LoadShape['intents'][number], shape: LoadShape): SimulatedIntent {
  const { patienceSeconds = shape.patienceSeconds, handlingSeconds = shape.handlingSeconds } = intent
  return {
    name: intent.name,
    share: intent.share,
    requiredSkills: intent.requiredSkills,
    optionalSkills: intent.optionalSkills,
    languages: intent.language ?? shape.language ?? [{ value: null, share: 1 }],
    priorities: intent.priority ?? [{ value: 'normal', share: 1 }],
    handling: toHandling(handlingSeconds),
    patienceSeconds,
  }
}

type HandlingShape = LoadShape['handlingSeconds']
function toHandling({ mean, median, sigma, distribution }: HandlingShape): SimulatedIntent['handling'] {
  // The mean of a lognormal stands above its median by exp(σ²/2), of an exponential by 1/ln 2.
  const above = { lognormal: Math.exp((sigma * sigma) / 2), exponential: 1 / Math.LN2, fixed: 1 }[distribution]
  return { distribution, sigma, mean: mean ?? (median ?? 0) * above }
}

/** What an arrival leaves out it has from the intent of its name, then from the load. */
function toRecorded(
  { at, intent: name, handlingSeconds, patienceSeconds, ...asked }: NonNullable<LoadShape['arrivals']>[number],
  intents: SimulatedIntent[],
  shape: LoadShape,
  origin: number,
): RecordedArrival {
  const intent = intents.find((each) => each.name === name)
  const usual = intent?.patienceSeconds === undefined ? shape.patienceSeconds : intent.patienceSeconds
  return {
    at: at - origin,
    intent: name,
    requiredSkills: asked.requiredSkills ?? intent?.requiredSkills ?? [],
    optionalSkills: asked.optionalSkills ?? intent?.optionalSkills ?? [],
    languages:
      asked.language === undefined ? (intent?.languages ?? shape.language ?? NO_LANGUAGE) : only(asked.language),
    priorities: asked.priority === undefined ? (intent?.priorities ?? only('normal')) : only(asked.priority),
    handling:
      typeof handlingSeconds === 'number'
        ? handlingSeconds
        : handlingSeconds
          ? toHandling(handlingSeconds)
          : (intent?.handling ?? toHandling(shape.handlingSeconds)),
    patience: patienceSeconds === undefined ? { mean: usual } : (patienceSeconds ?? Infinity),
  }
}

function toAgents(agent: LoadShape['agents'][number], i: number, until: number): SimulatedAgent[] {
  const { count, skills, languages, capacity, speed } = agent
  const name = agent.name ?? `Agent ${i + 1}`
  const shifts = agent.shifts ? joined(agent.shifts.flatMap((shift) => expand(shift, until))) : null
  return Array.from({ length: count }, (_, n) => ({
    name: count === 1 ? name : `${name} ${n + 1}`,
    skills,
    languages,
    capacity,
    speed,
    shifts,
  }))
}

/** A shift that begins within the first day comes back every day; one that ends before it begins goes past midnight. */
function expand({ from, to }: { from: number; to: number }, until: number): { from: number; to: number }[] {
  const start = from * HOUR
  const length = (to > from ? to - from : to + 24 - from) * HOUR
  const days = from < 24 ? Math.ceil(until / DAY) + 1 : 1
  // From the day before, whose shift may reach past midnight.
  return Array.from({ length: days }, (_, day) => start + (from < 24 ? day - 1 : 0) * DAY)
    .map((begin) => ({ from: Math.max(0, begin), to: begin + length }))
    .filter((shift) => shift.to > 0 && shift.from < until)
}

/** In order, with those that touch or overlap as one. */
function joined(shifts: { from: number; to: number }[]): { from: number; to: number }[] {
  const all: { from: number; to: number }[] = []
  for (const shift of shifts.sort((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last && shift.from <= last.to) last.to = Math.max(last.to, shift.to)
    else all.push({ ...shift })
  }
  return all
}

function endOf(arrivals: Load['arrivals']): number {
  return arrivals.kind === 'generated'
    ? arrivals.start + arrivals.hours.length * HOUR
    : Math.max(...arrivals.arrivals.map(({ at }) => at))
}

function isOnWhileArriving({ capacity, shifts }: SimulatedAgent, arrivals: Load['arrivals']): boolean {
  const begin = arrivals.kind === 'generated' ? arrivals.start : Math.min(...arrivals.arrivals.map(({ at }) => at))
  const end = endOf(arrivals)
  return capacity > 0 && (shifts === null || shifts.some(({ from, to }) => from <= end && to > begin))
}

const only = <T>(value: T) => [{ value, share: 1 }]
const NO_LANGUAGE = only(null)

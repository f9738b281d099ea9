import type { Comparison, FrontierPoint } from '../routing/index.ts'

export type SimulationResult = Comparison & { frontier?: FrontierPoint[] }

/** One load as a table; the best of each column is marked. */
export function sayComparison({ name, runs, arrivals, policies }: SimulationResult): string {
  const lowest = (of: (policy: (typeof policies)[number]) => number) => Math.min(...policies.map(of))
  const mark = (text: string, isBest: boolean) => `${text} ${isBest ? '•' : ' '}`
  const rows = policies.map((policy) => [
    policy.name,
    mark(time(policy.waitP50), policy.waitP50 === lowest(({ waitP50 }) => waitP50)),
    mark(time(policy.waitP90), policy.waitP90 === lowest(({ waitP90 }) => waitP90)),
    mark(percent(policy.rightSkill), policy.rightSkill === -lowest(({ rightSkill }) => -(rightSkill ?? 0))),
    mark(percent(policy.abandoned), policy.abandoned === lowest(({ abandoned }) => abandoned)),
    mark(policy.gini.toFixed(3), policy.gini === lowest(({ gini }) => gini)),
    percent(policy.transfers),
  ])
  return [
    `${name}: ${arrivals} customers in ${runs} ${runs === 1 ? 'run' : 'runs'}`,
    ...table(['', 'wait p50  ', 'wait p90  ', 'right skill  ', 'left  ', 'gini  ', 'transfers'], rows),
    '',
  ].join('\n')
}

/** What waiting for the right skill would cost, row by row. */
export function sayFrontier({ frontier = [] }: SimulationResult): string {
  const rows = frontier.map(({ holdSeconds, waitP50, waitP90, rightSkill }) => [
    holdSeconds === 0 ? 'ours, no place held back' : `held back up to ${time(holdSeconds)}`,
    time(waitP50),
    time(waitP90),
    percent(rightSkill),
  ])
  return [...table(['', 'wait p50', 'wait p90', 'right skill'], rows), ''].join('\n')
}

function table(head: string[], rows: string[][]): string[] {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: string[]) =>
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}`
  return [line(head), ...rows.map(line)].map((text) => text.trimEnd())
}

const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)

function time(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`
}

const WIDTH = 460
const HEIGHT = 220
const LEFT = 64
const TOP = 44
const PANEL = HEIGHT + 96

/**
 * An SVG file, one panel a load: 90th percentile of the wait to the right, share served by the right skill upwards, so
 * that better is up and left. Ours is a line, from holding nothing back to holding places back for minutes.
 */
export function drawFrontier(results: readonly SimulationResult[]): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 160} ${TOP + PANEL * results.length}" font-family="sans-serif" font-size="12" fill="#333">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...results.flatMap((result, i) => [
      `<g transform="translate(${LEFT} ${TOP + i * PANEL})">`,
      ...panel(result),
      '</g>',
    ]),
    '</svg>',
  ].join('\n')}\n`
}

function panel({ name, policies, frontier = [] }: SimulationResult): string[] {
  const peers = policies.filter((policy) => policy.name !== 'ours')
  const all = [...peers, ...frontier]
  const longest = niceAbove(Math.max(1, ...all.map(({ waitP90 }) => waitP90)))
  const x = (seconds: number) => place((WIDTH * seconds) / longest)
  const y = (share: number | null) => place(HEIGHT * (1 - (share ?? 0)))
  const points = frontier.map(({ waitP90, rightSkill }) => `${x(waitP90)},${y(rightSkill)}`)
  return [
    `<text y="-16" font-size="14">${escapeXml(name)}</text>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="none" stroke="#bbb"/>`,
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      `<text x="-8" y="${place(HEIGHT * (1 - share) + 4)}" text-anchor="end">${share * 100} %</text>`,
      `<text x="${place(WIDTH * share)}" y="${HEIGHT + 18}" text-anchor="middle">${time(longest * share)}</text>`,
    ]),
    `<polyline points="${points.join(' ')}" fill="none" stroke="#2f6f9f" stroke-width="2"/>`,
    ...frontier.map(({ holdSeconds, waitP90, rightSkill }, i) => {
      const radius = i === 0 ? 6 : 3.5
      return `<circle cx="${x(waitP90)}" cy="${y(rightSkill)}" r="${radius}" fill="#2f6f9f"><title>held back up to ${time(holdSeconds)}: p90 ${time(waitP90)}, right skill ${percent(rightSkill)}</title></circle>`
    }),
    ...peers.map(({ name: peer, waitP90, rightSkill }, i) => {
      const said = `${peer}: p90 ${time(waitP90)}, right skill ${percent(rightSkill)}`
      return `<g fill="${PEER_COLOURS[i]}"><rect x="-4" y="-4" width="8" height="8" transform="translate(${x(waitP90)} ${y(rightSkill)}) rotate(45)"><title>${escapeXml(said)}</title></rect><rect x="${WIDTH + 16}" y="${22 + i * 20}" width="8" height="8"/><text x="${WIDTH + 32}" y="${30 + i * 20}">${escapeXml(peer)}</text></g>`
    }),
    `<circle cx="${WIDTH + 20}" cy="6" r="6" fill="#2f6f9f"/><text x="${WIDTH + 32}" y="10">ours</text>`,
    `<text x="${WIDTH / 2}" y="${HEIGHT + 38}" text-anchor="middle">wait, 90th percentile; up and left is better</text>`,
    `<text transform="translate(-50 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">right skill</text>`,
  ]
}

const PEER_COLOURS = ['#b5532a', '#7a5aa6', '#5b7f2b']

/** A round number of seconds for the end of an axis, in quarters of which one can count. */
function niceAbove(seconds: number): number {
  const steps = [20, 40, 60, 120, 240, 480, 960, 1200, 2400, 3600]
  return steps.find((step) => step >= seconds) ?? Math.ceil(seconds / 3600) * 3600
}

const place = (value: number) => value.toFixed(1)
const escapeXml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

import { CALIBRATION_BINS } from './metrics.ts'

const SIZE = 420
const LEFT = 56
const TOP = 40

/**
 * An SVG file: for each of fifteen steps of claimed probability the share of readings that came true. Bars on the
 * diagonal are honest; below it the engine claims too much. A bar's strength shows how many readings stand behind it.
 */
export function drawReliability(readings: readonly { probability: number; isRight: boolean }[], title: string): string {
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ count: 0, right: 0 }))
  for (const { probability, isRight } of readings) {
    const bin = bins[Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS))]
    if (!bin) continue
    bin.count += 1
    bin.right += isRight ? 1 : 0
  }
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const width = SIZE / CALIBRATION_BINS
  const bars = bins.flatMap(({ count, right }, i) => {
    if (count === 0) return []
    const height = (SIZE * right) / count
    const strength = (0.25 + 0.75 * Math.sqrt(count / most)).toFixed(2)
    const said = `${right} of ${count} right`
    return `<rect x="${place(LEFT + i * width)}" y="${place(TOP + SIZE - height)}" width="${place(width - 2)}" height="${place(height)}" fill="#2f6f9f" fill-opacity="${strength}"><title>${said}</title></rect>`
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<text x="${LEFT - 8}" y="${TOP + SIZE * (1 - share) + 4}" text-anchor="end">${share}</text>`,
    `<text x="${LEFT + SIZE * share}" y="${TOP + SIZE + 18}" text-anchor="middle">${share}</text>`,
  ])
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE + LEFT + 24} ${SIZE + TOP + 48}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${LEFT}" y="22" font-size="14">${escapeXml(title)}</text>`,
    `<rect x="${LEFT}" y="${TOP}" width="${SIZE}" height="${SIZE}" fill="none" stroke="#bbb"/>`,
    ...bars,
    `<line x1="${LEFT}" y1="${TOP + SIZE}" x2="${LEFT + SIZE}" y2="${TOP}" stroke="#b5532a" stroke-dasharray="5 4"/>`,
    ...ticks,
    `<text x="${LEFT + SIZE / 2}" y="${TOP + SIZE + 40}" text-anchor="middle">claimed probability</text>`,
    `<text transform="translate(14 ${TOP + SIZE / 2}) rotate(-90)" text-anchor="middle">share that was right</text>`,
    '</svg>',
  ].join('\n')}\n`
}

const place = (value: number) => value.toFixed(1)
const escapeXml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

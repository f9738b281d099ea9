import { multiply } from '../models/matrix.ts'
import { factoriseSquare, paddedSize, transpose } from './cholesky.ts'
import { likenessesBetween } from './gram.ts'
import type { KernelMachine } from './kernel-machine.ts'
import { type KernelRow, makeMachine, makeTargets, type SolvedSystem, solve, solveSquare } from './train-kernel.ts'

/**
 * The machine that learned `added` too, by bordering: with A the solved system, a its pulls, B the likenesses of its rows
 * to the added ones and C those among the added plus ridge, the added ones pull (C − BᵀA⁻¹B)⁻¹ (Y − Bᵀa), and the others
 * A⁻¹B times that less than before. The same as solving anew but for rounding, for two passes over the factor. The
 * machine's rows are those of the system, then the added.
 */
export async function addRows(system: SolvedSystem, added: readonly KernelRow[]): Promise<KernelMachine> {
  const { rows, classCount, hasVectors, settings, factor, pulls } = system
  const count = added.length
  const padded = paddedSize(rows.length)
  const beside = await likenessesBetween(rows, added, settings, hasVectors)
  const among = await likenessesBetween(added, added, settings, hasVectors)
  const back = transpose(beside, padded, count)
  const reach = await solve(factor, beside, count)

  const known = await multiply(back, reach, { rows: count, inner: padded, columns: count })
  const own = known.map((value, at) => (among[at] as number) - value)
  for (let i = 0; i < count; i++) own[i * count + i] = (own[i * count + i] as number) + settings.ridge
  const said = await multiply(back, pulls, { rows: count, inner: padded, columns: classCount })
  const targets = makeTargets(added, classCount)
  const unsaid = said.map((value, at) => (targets[at] as number) - value)
  const addedPulls = Float32Array.from(solveSquare(factoriseSquare(own, count), unsaid, count, classCount))
  const less = await multiply(reach, addedPulls, { rows: padded, inner: count, columns: classCount })

  const grownPulls = new Float32Array((rows.length + count) * classCount)
  const end = rows.length * classCount
  for (let at = 0; at < end; at++) grownPulls[at] = (pulls[at] as number) - (less[at] as number)
  grownPulls.set(addedPulls, end)
  return makeMachine({ ...system, rows: [...rows, ...added], pulls: grownPulls })
}

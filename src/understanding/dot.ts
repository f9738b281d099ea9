/** Dot product of two stretches of `size` numbers; `size` must be a multiple of four. */
export function dot(a: Float32Array, aFrom: number, b: Float32Array, bFrom: number, size: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let j = 0; j < size; j += 4) {
    s0 += (a[aFrom + j] as number) * (b[bFrom + j] as number)
    s1 += (a[aFrom + j + 1] as number) * (b[bFrom + j + 1] as number)
    s2 += (a[aFrom + j + 2] as number) * (b[bFrom + j + 2] as number)
    s3 += (a[aFrom + j + 3] as number) * (b[bFrom + j + 3] as number)
  }
  return s0 + s1 + s2 + s3
}

import type { InferenceSession } from 'onnxruntime-node'

/**
 * An ONNX model of one operator: product = MatMul(left, right), numbers of 32 bits of any two shapes that fit, opset 13.
 */
const MODEL =
  'CAg6WAoeCgRsZWZ0CgVyaWdodBIHcHJvZHVjdCIGTWF0TXVsEghtdWx0aXBseVoMCgRsZWZ0EgQKAggBWg0KBXJpZ2h0EgQKAggBYg8KB3Byb2R1Y3QSBAoCCAFCAhAN'

/** Loaded at the first product: a server that finds its models trained never needs it in this thread. */
async function open() {
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const session: InferenceSession = await InferenceSession.create(Buffer.from(MODEL, 'base64'))
  return { session, Tensor }
}
let opened: ReturnType<typeof open> | null = null

/**
 * Product of two row-major matrices, `rows × inner` and `inner × columns`. The runtime that runs the encoder multiplies
 * some thirty times faster than a loop in JavaScript. It runs on the calling thread after a turn of the event loop.
 */
export async function multiply(
  a: Float32Array,
  b: Float32Array,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): Promise<Float32Array> {
  opened ??= open()
  const { session, Tensor } = await opened
  const left = new Tensor('float32', a, [rows, inner])
  const right = new Tensor('float32', b, [inner, columns])
  const { product } = await session.run({ left, right })
  // The product of two of float32 is of float32; the type only says that it is some kind of data.
  return product?.data as Float32Array
}

/** Loads what the first product would otherwise wait for. */
export const prepareToMultiply = () =>
  multiply(new Float32Array(1), new Float32Array(1), { rows: 1, inner: 1, columns: 1 })

/** Loaded at the first product, about 100 MB: a server that finds its models trained never needs it in this thread. */
const loadLibrary = () => import('@huggingface/transformers')
let library: ReturnType<typeof loadLibrary> | null = null

/**
 * Product of two row-major matrices, `rows × inner` and `inner × columns`. The runtime that runs the encoder multiplies
 * some thirty times faster than a loop in JavaScript. It runs on the calling thread after a turn of the event loop.
 */
export async function multiply(
  a: Float32Array,
  b: Float32Array,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): Promise<Float32Array> {
  library ??= loadLibrary()
  const { matmul, Tensor } = await library
  const product = await matmul(new Tensor('float32', a, [rows, inner]), new Tensor('float32', b, [inner, columns]))
  // The operator is typed for all kinds of tensors; two of float32 give one of float32.
  return product.data as Float32Array
}

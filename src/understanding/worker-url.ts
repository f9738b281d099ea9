/** Worker threads cannot load TypeScript: run from the sources (tests), a small boot file loads the worker for them. */
export const defaultWorkerUrl = () =>
  import.meta.url.endsWith('.ts')
    ? new URL('../../test/support/worker-boot.mjs', import.meta.url)
    : new URL('./models/encoder-worker.js', import.meta.url)

const BOOT_FILES = {
  'models/encoder-worker': 'worker-boot',
  'training/trainer-worker': 'trainer-worker-boot',
} as const

/**
 * Entry file of a worker thread, by its path below this folder without ending. Threads cannot load TypeScript: run from
 * the sources (tests, benchmarks), a small boot file loads the worker for them.
 */
export const workerUrl = (path: keyof typeof BOOT_FILES) =>
  import.meta.url.endsWith('.ts')
    ? new URL(`../../test/support/${BOOT_FILES[path]}.mjs`, import.meta.url)
    : new URL(`./${path}.js`, import.meta.url)

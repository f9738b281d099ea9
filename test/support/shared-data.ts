import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Trained weights and vectors, kept between test files and runs: they are named by the hash of what they come from. */
export const SHARED_DATA_DIR = join(tmpdir(), 'earshot-test-data')

// A process of its own that holds a folder until it is ended; run by folder-lock.test.ts.
import { lockFolder } from '../../src/database/index.ts'

try {
  await lockFolder(process.argv[3] ?? '')
  console.log('held')
  setInterval(() => {}, 1_000)
} catch (error) {
  console.log(error instanceof Error ? error.message : error)
}

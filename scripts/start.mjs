import { endWithNpm } from './setup/end-with-npm.mjs'
import { setUpOrExit } from './setup.mjs'

// `npm start`. The server runs in this very process, so that signals and exit codes pass through nobody's hands.
endWithNpm()
await setUpOrExit()
process.setSourceMapsEnabled(true)
await import('../dist/server/main.js')

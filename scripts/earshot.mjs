import { endWithNpm } from './setup/end-with-npm.mjs'
import { setUpOrExit } from './setup.mjs'

// `npm run -s earshot -- …`. Standard output belongs to the command's result; the browser apps are not needed for it.
endWithNpm()
await setUpOrExit({ builds: ['server'] })
process.setSourceMapsEnabled(true)
await import('../dist/server/cli/main.js')

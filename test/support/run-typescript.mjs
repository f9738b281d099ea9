// Runs a TypeScript module in a process of its own: node run-typescript.mjs <module.ts> [arguments for it]
import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

register()
await import(pathToFileURL(process.argv[2]).href)

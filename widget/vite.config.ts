import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const
const target = ['es2022', 'chrome111', 'firefox113', 'safari16.4']

/** A script of its own under a name that stays: pages of others name it. */
const script = (
  outDir: string,
  entry: string,
  fileName: string,
  format: 'iife' | 'es',
  define: Record<string, string> = {},
): InlineConfig => ({
  configFile: false,
  root: path('.'),
  logLevel: 'warn',
  oxc: jsx,
  define: { 'process.env.NODE_ENV': '"production"', ...define },
  build: {
    outDir,
    emptyOutDir: false,
    target,
    modulePreload: false,
    copyPublicDir: false,
    // Not the library mode: that leaves the white space of ES modules in.
    rolldownOptions: {
      input: path(entry),
      preserveEntrySignatures: 'strict',
      output: { format, entryFileNames: fileName, codeSplitting: false },
    },
  },
})

/** The widget's two scripts. The loader names the app by a hash of it, so that no browser joins an old one to a new one. */
function widgetScripts(): Plugin {
  let outDir = ''
  return {
    name: 'widget-scripts',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      await build(script(outDir, 'app/main.tsx', 'widget-app.js', 'es'))
      const app = readFileSync(join(outDir, 'widget-app.js'))
      const version = createHash('sha256').update(app).digest('hex').slice(0, 12)
      const define = { __APP_FILE__: JSON.stringify(`widget-app.js?v=${version}`) }
      await build(script(outDir, 'loader/main.ts', 'widget.js', 'iife', define))
    },
  }
}

/** Puts `parts/<name>.html` where a page says `<!-- part: name -->`. */
const parts: Plugin = {
  name: 'html-parts',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace(/<!-- part: ([a-z]+) -->/g, (_all, name) => readFileSync(path(`shop/parts/${name}.html`), 'utf8')),
  },
}

/** The demo shop's pages and those of a company of its own, with their own hashed files, then the widget's two scripts. */
export default defineConfig({
  root: path('shop'),
  base: '/widget/',
  oxc: jsx,
  plugins: [parts, widgetScripts()],
  build: {
    outDir: path('../dist/widget'),
    emptyOutDir: true,
    target,
    // Every picture is a file: the policy of the page needs no exception, and the browser can keep it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index', 'help', 'own', 'own-help'].map((page) => path(`shop/${page}.html`)) },
  },
})

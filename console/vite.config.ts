import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the console into `dist/console`; the server serves it under `/console/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    // Fonts and images stay files: the content security policy allows no `data:` sources.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    // The chart library is one lazy chunk of about 500 kB before compression.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': 'http://localhost:3000', '/socket.io': { target: 'http://localhost:3000', ws: true } } },
})

/** Builds the sandbox's page into the folder beside its server part. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/sandbox/page',
  plugins: [react()],
  build: {
    outDir: '../../../dist/sandbox/page',
    emptyOutDir: true,
    target: 'es2023',
    // Fonts as files: the policy of the page lets no other address in.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
})

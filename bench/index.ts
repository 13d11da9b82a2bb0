/** `npm run bench -- <name>`: runs one measurement and prints its table. */
const benches: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  clicks: () => import('./clicks.ts'),
  match: () => import('./match.ts'),
  find: () => import('./find.ts'),
  meaning: () => import('./meaning.ts'),
  messages: () => import('./messages.ts'),
  page: () => import('./page.ts'),
  peers: () => import('./peers.ts'),
  start: () => import('./start.ts'),
  tick: () => import('./tick.ts'),
  wave: () => import('./wave.ts'),
}

const [name = ''] = process.argv.slice(2)
const bench = benches[name]
if (bench) await (await bench()).run()
else {
  console.error(`Which one? ${Object.keys(benches).join(', ')}`)
  process.exitCode = 1
}

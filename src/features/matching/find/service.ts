/** What others call of finding: who fits, the directory, and being told when somebody does. */
export * from './service-browse.ts'
export * from './service-suggest.ts'
export * from './service-waiting.ts'

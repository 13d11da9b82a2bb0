/** What the kernel has; `npm run kernel` builds ../bytes.ts from it. */
export { auction, open, settle, whole } from '../auction'
export { list } from '../lists'
export { most16, most32, over16, over32 } from './scan-rows'

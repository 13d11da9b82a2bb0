/** The list of what Cairn can do, in the order of help and of Home. A new feature is one line here. */
import type { Feature } from '../slack/feature.ts'
import { admin } from './admin/index.ts'
import { home } from './home/index.ts'
import { profile } from './profile/index.ts'

export const features: Feature[] = [home, profile, admin]

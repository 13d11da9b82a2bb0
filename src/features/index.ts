/** The list of what Cairn can do, in the order of help and of Home. A new feature is one line here. */
import type { Feature } from '../slack/feature.ts'
import { agreement } from './agreement/index.ts'
import { checkins } from './checkins/index.ts'
import { circles } from './circles/index.ts'
import { closing } from './closing/index.ts'
import { concerns } from './concerns/index.ts'
import { coordinators } from './coordinators/index.ts'
import { desk } from './desk/index.ts'
import { feedback } from './feedback/index.ts'
import { find } from './find/index.ts'
import { goals } from './goals/index.ts'
import { guides } from './guides/index.ts'
import { home } from './home/index.ts'
import { introductions } from './introductions/index.ts'
import { kudos } from './kudos/index.ts'
import { ladder } from './ladder/index.ts'
import { meetings } from './meetings/index.ts'
import { membership } from './membership/index.ts'
import { mentorship } from './mentorship/index.ts'
import { milestones } from './milestones/index.ts'
import { pairing } from './pairing/index.ts'
import { plans } from './plans/index.ts'
import { privacy } from './privacy/index.ts'
import { profile } from './profile/index.ts'
import { record } from './record/index.ts'
import { requests } from './requests/index.ts'
import { rounds } from './rounds/index.ts'
import { sessions } from './sessions/index.ts'
import { trial } from './trial/index.ts'
import { wins } from './wins/index.ts'

export const features: Feature[] = [
  home(() => features),
  profile,
  find,
  requests,
  rounds,
  mentorship,
  ladder,
  closing,
  agreement,
  goals,
  plans,
  sessions,
  pairing,
  meetings,
  guides,
  trial,
  circles,
  checkins,
  kudos,
  wins,
  milestones,
  feedback,
  introductions,
  record,
  membership,
  privacy,
  coordinators,
  desk,
  concerns,
]

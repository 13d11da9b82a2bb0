/** The list of what Cairn can do, in the order of help and of Home. A new feature is one line here. */
import type { Feature } from '../slack/kernel/feature.ts'
import { agreement } from './growth/agreement/index.ts'
import { checkins } from './growth/checkins/index.ts'
import { closing } from './growth/closing/index.ts'
import { concerns } from './growth/concerns/index.ts'
import { feedback } from './growth/feedback/index.ts'
import { goals } from './growth/goals/index.ts'
import { guides } from './growth/guides/index.ts'
import { introductions } from './growth/introductions/index.ts'
import { ladder } from './growth/ladder/index.ts'
import { record } from './growth/record/index.ts'
import { sessions } from './growth/sessions/index.ts'
import { trial } from './growth/trial/index.ts'
import { home } from './home/index.ts'
import { circles } from './matching/circles/index.ts'
import { find } from './matching/find/index.ts'
import { pairing } from './matching/pairing/index.ts'
import { requests } from './matching/requests/index.ts'
import { rounds } from './matching/rounds/index.ts'
import { mentorship } from './pairs/mentorship/index.ts'
import { coordinators } from './people/coordinators/index.ts'
import { members } from './people/members/index.ts'
import { privacy } from './people/privacy/index.ts'
import { desk } from './programme/desk/index.ts'
import { kudos } from './recognition/kudos/index.ts'
import { milestones } from './recognition/milestones/index.ts'
import { wins } from './recognition/wins/index.ts'

export const features: Feature[] = [
  home(() => features),
  members,
  find,
  requests,
  rounds,
  mentorship,
  ladder,
  closing,
  agreement,
  goals,
  sessions,
  pairing,
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
  privacy,
  coordinators,
  desk,
  concerns,
]

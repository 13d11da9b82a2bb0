/**
 * The default workspace: twelve plainly fictional people in five zones, and one of each kind that an app
 * must treat apart (a guest, a bot, somebody who left, Slackbot).
 */
import type { ChannelSeed, PersonSeed } from './types.ts'

export const WORKSPACE = { id: 'T0SANDBOX1', name: 'Stonepath (sandbox)', domain: 'stonepath-sandbox' }

export const PEOPLE: PersonSeed[] = [
  { id: 'U0ANA00001', name: 'ana', realName: 'Ana Albatross', title: 'Associate PM', tz: 'Europe/Lisbon' },
  { id: 'U0BEN00002', name: 'ben', realName: 'Ben Badger', title: 'Senior PM', tz: 'Europe/Lisbon' },
  { id: 'U0CHI00003', name: 'chidi', realName: 'Chidi Cormorant', title: 'Group PM', tz: 'Africa/Lagos' },
  {
    id: 'U0DAN00004',
    name: 'dana',
    realName: 'Dana Dormouse',
    title: 'Programme coordinator',
    tz: 'America/New_York',
    isAdmin: true,
  },
  {
    id: 'U0ELI00005',
    name: 'elif',
    realName: 'Elif Egret',
    title: 'Chief Product Officer',
    tz: 'Europe/Lisbon',
    isAdmin: true,
    isOwner: true,
  },
  { id: 'U0FIN00006', name: 'finn', realName: 'Finn Flamingo', title: 'PM', tz: 'America/New_York' },
  {
    id: 'U0GRA00007',
    name: 'grace',
    realName: 'Grace Gecko',
    title: 'Principal PM',
    tz: 'America/Los_Angeles',
  },
  { id: 'U0HAR00008', name: 'haruki', realName: 'Haruki Heron', title: 'PM', tz: 'Asia/Tokyo' },
  { id: 'U0IND00009', name: 'indu', realName: 'Indu Ibex', title: 'Senior PM', tz: 'Asia/Tokyo' },
  { id: 'U0JON00010', name: 'jonas', realName: 'Jonas Jackdaw', title: 'PM', tz: 'Africa/Lagos' },
  {
    id: 'U0KAI00011',
    name: 'kaia',
    realName: 'Kaia Kingfisher',
    title: 'Associate PM',
    tz: 'America/New_York',
  },
  { id: 'U0LEO00012', name: 'leo', realName: 'Leo Lynx', title: 'Senior PM', tz: 'America/Los_Angeles' },
  {
    id: 'U0MOL00013',
    name: 'molly',
    realName: 'Molly Magpie',
    title: 'Agency',
    tz: 'Europe/Lisbon',
    isGuest: true,
  },
  { id: 'U0NED00014', name: 'ned', realName: 'Ned Newt', title: 'PM', tz: 'America/New_York', deleted: true },
  { id: 'U0ROB00015', name: 'standup', realName: 'Standup Robot', tz: 'America/Los_Angeles', isBot: true },
  // Slackbot is the odd one: it is a bot, and Slack says `is_bot: false`.
  { id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot', tz: 'America/Los_Angeles' },
]

export const CHANNELS: ChannelSeed[] = [
  { id: 'C0GENERAL1', name: 'general', isGeneral: true, topic: 'Company-wide announcements' },
  { id: 'C0PMWINS01', name: 'pm-wins', bot: true, topic: 'Small and big wins' },
  { id: 'C0PRODUCT1', name: 'product', topic: 'All things product' },
  { id: 'C0LEADERS1', name: 'product-leads', kind: 'private', members: ['chidi', 'dana', 'elif', 'grace'] },
  { id: 'C0OLDWINS1', name: 'old-wins', archived: true },
]

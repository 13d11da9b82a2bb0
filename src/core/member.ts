import { defaultHours, type Hours, isZone } from './calendar.ts'

/** A Slack account, as our copy of the directory has it. */
export interface Person {
  person: string
  name: string
  handle: string
  zone: string
  bot: boolean
  guest: boolean
  deactivated: boolean
  admin: boolean
  /** As the organisation has it, if it was told. */
  team: string | null
  manager: string | null
  dm: string | null
  /** unset until chosen; then public, private or never. */
  celebration: string
}

/** What of a member bears on when they may be written to. */
export interface MemberHours {
  zone: string | null
  workingDays: number[]
  startMinute: number
  endMinute: number
  holidays: string[]
}

/** When this person may be written to: the member's own settings, else the defaults in Slack's zone. */
export function hoursOf(person: Pick<Person, 'zone'> | undefined, member?: MemberHours): Hours {
  const zone = member?.zone ?? person?.zone ?? 'UTC'
  const safe = isZone(zone) ? zone : 'UTC'
  if (!member) return defaultHours(safe)
  const { workingDays, startMinute, endMinute, holidays } = member
  return { zone: safe, workingDays, startMinute, endMinute, holidays }
}

/** Whether this account can take part: a present human of this workspace, no guest. */
export const canTakePart = (p: Pick<Person, 'bot' | 'guest' | 'deactivated'>) =>
  !p.bot && !p.guest && !p.deactivated

/** Why Cairn cannot write to this account on a colleague's behalf, or undefined if it can. */
export function whyUnwritable(p: Person | undefined): string | undefined {
  if (!p) return 'Cairn does not know this person. Please choose them again.'
  if (p.bot) return `${p.name} is an app, and this is between people. Choose a colleague.`
  if (p.deactivated) return `${p.name} has left this workspace, so it would not arrive. Choose somebody else.`
  if (p.guest)
    return `${p.name} is here as a guest, and Cairn writes to full members only. Ask them in person.`
  return undefined
}

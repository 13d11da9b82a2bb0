/** How times, lengths and cadences are said. */
import { plural } from '../../../../core/text.ts'
import { cadenceOf, LENGTHS, onBothClocks } from '../domain.ts'
import type { Pair } from '../service.ts'

/** A time as its reader has it, and as the partner has it where that differs. */
export const timeFor = (pair: Pair, at: number) =>
  onBothClocks(at, pair.zone, pair.partnerHours.zone, pair.partnerName.split(/\s+/)[0] ?? pair.partnerName)

/** 'Tue 13 Oct, 10:00 or Wed 14 Oct, 10:00'. */
export const timesFor = (pair: Pair, times: number[], between = ' or ') =>
  times.map((at) => timeFor(pair, at)).join(between)

export const minutesWords = (minutes: number) =>
  LENGTHS.find(([id]) => Number(id) === minutes)?.[1] ?? plural(minutes, 'minute')

/** 'Every two weeks, six times' for a cadence. */
export const cadenceWords = (plan: { rule: string | null }) => cadenceOf(plan.rule)[1]

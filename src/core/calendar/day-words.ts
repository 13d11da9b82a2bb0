import { format } from 'date-fns/format'
import { parse } from 'date-fns/parse'
import { numberFromWords } from '../number-words.ts'
import { dateIn, isDate, type LocalDate, shiftDate, weekdayOf } from './zone.ts'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const DAYS_OF = { day: 1, week: 7, fortnight: 14, month: 30 }

/** With a year, and without. Slashes are left out: 1/12 is another day on each side of the Atlantic. */
const FORMATS = ['d MMMM', 'd MMM', 'MMMM d', 'MMM d'].flatMap((each) => [`${each} yyyy`, each])
const DOTTED = ['d.M.yyyy', 'd.M.']

/**
 * The day that somebody means by '2026-12-01', 'friday', 'next friday', 'in 2 weeks', '10 days' or '1 December', in their
 * zone; undefined if none of these. 'next friday' is that of next week, and 'next week' a week from now.
 */
export function dayFrom(text: string, zone: string, now: number): LocalDate | undefined {
  const today = dateIn(zone, now)
  const [, next, typed = ''] =
    /^(?:(?:until|till|to|for|in|on|by|the|this)\s+)*(next\s+)?(?:the\s+)?(.*)$/.exec(
      text
        .toLowerCase()
        .replace(/[\s,]+/g, ' ')
        .trim()
        .replace(/ from (?:now|today)$|(?:['’]s?|s['’])? time$/, ''),
    ) ?? []
  if (isDate(typed)) return typed
  if (typed === 'today') return today
  if (typed === 'tomorrow') return shiftDate(today, 1)
  if (typed === 'day after tomorrow') return shiftDate(today, 2)
  const weekday = WEEKDAYS.findIndex((name) => typed.length >= 3 && name.startsWith(typed)) + 1
  if (weekday > 0) {
    const ahead = next ? 7 - weekdayOf(today) + weekday : ((weekday - weekdayOf(today) + 6) % 7) + 1
    return shiftDate(today, ahead)
  }
  return stretch(typed, today) ?? named(typed, today)
}

/** The end of 'a week', 'two weeks', '10 days' from today. */
function stretch(typed: string, today: LocalDate): LocalDate | undefined {
  const [, many = 'a', unit] = /^(?:(.+?) ?)?(day|week|fortnight|month)s?$/.exec(typed) ?? []
  if (!unit) return undefined
  const n = /^an?$/.test(many) ? 1 : /^\d{1,3}$/.test(many) ? Number(many) : numberFromWords(many)
  return n === undefined ? undefined : shiftDate(today, n * DAYS_OF[unit as keyof typeof DAYS_OF])
}

/** '1 December', 'Dec 1st', '1.12.2026'; without a year the next such day. */
function named(typed: string, today: LocalDate): LocalDate | undefined {
  const plain = typed.replace(/(\d)(?:st|nd|rd|th)\b/, '$1').replace(/ of /, ' ')
  // Noon by the computer's own clock, which is what `parse` and `format` both go by: only the date is used.
  const from = new Date(`${today}T12:00:00`)
  for (const each of [...FORMATS, ...DOTTED]) {
    const found = parse(plain, each, from)
    if (Number.isNaN(found.getTime())) continue
    const date = format(found, 'yyyy-MM-dd')
    if (each.includes('y') || date >= today) return isDate(date) ? date : undefined
    return named(`${plain}${each.endsWith('.') ? '' : ' '}${Number(today.slice(0, 4)) + 1}`, today)
  }
  return undefined
}

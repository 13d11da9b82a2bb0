/**
 * Time rules: zones, a person's working hours, weekly moments and shared free hours. Pure: no clock.
 * Instants are UTC milliseconds, dates are 'YYYY-MM-DD' in somebody's own zone, minutes count from local midnight.
 */

export * from './calendar/common-hours.ts'
export * from './calendar/day-words.ts'
export * from './calendar/free.ts'
export * from './calendar/hours.ts'
export * from './calendar/zone.ts'

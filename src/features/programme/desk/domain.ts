/** What whoever runs the programme has to look after. Pure. */

/** Somebody who runs the programme has so many of their own working days for what is due; then the next one is asked. */
export const LEFT_DAYS = 2
/** Holidays of theirs prolong that to a week at most. */
export const LEFT_AT_MOST_DAYS = 7

/** Something that whoever runs the programme has to look after. */
export type Due =
  | { what: 'hand'; mentorship: string; at: number }
  /** Messages to a place wait, because it cannot be posted to. */
  | { what: 'broken'; destination: string }

/** As the subject of a job, and back. */
export const subjectOf = (due: Due) =>
  due.what === 'hand' ? `hand ${due.mentorship} ${due.at}` : `broken ${due.destination}`
export function dueOf(subject: string): Due {
  const [what, one = '', at] = subject.split(' ')
  return what === 'hand' ? { what, mentorship: one, at: Number(at) } : { what: 'broken', destination: one }
}

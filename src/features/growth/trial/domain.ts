/** The trial: after two sessions, go on or find somebody else, with no fault (row B9). Pure. */
/** Sessions held until the two are asked. */
export const TRIAL_SESSIONS = 2
/** Working days that both have to answer, from when the later of them can first read the question. */
export const ANSWER_DAYS = 3

export type Choice = 'on' | 'rematch'

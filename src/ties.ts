/** What binds two people to each other now or bound them before: each slice tells of its own. */

/** `other` is bound to the person who was asked about. */
export interface Tie {
  other: string
  /**
   * `partner`: a mentorship or chat of the two runs. `former`: one has ended. `asks`: the other has asked the person to
   * be their mentor, and waits for the answer. `group`: the two are in one group of a circle now. `meets`: a session of
   * the two is planned.
   */
  how: 'partner' | 'former' | 'asks' | 'group' | 'meets'
  /** When they meet (UTC ms), of a planned session. */
  at?: number
}

/**
 * Who reads what. A row for each form and whoever fills it in, with the fields that the same people read; then who reads
 * it, and who still does once Ana and Chidi have completed, Ana and Ben have parted, Indu has left and Finn's account is
 * closed. Words are read behind buttons and nowhere else, but for what the last column says: in a message, in a growth
 * record, in a calendar file, or as plain text in the database.
 *
 * Somebody who wrote is among the readers where the words are shown to them again.
 */
import type { Readers, Surface } from './reading.ts'

export const PEOPLE = ['ana', 'ben', 'chidi', 'finn', 'dana', 'elif', 'grace', 'haruki', 'indu']

const TABLE = `
form                     fields                               writer, when        reads it                             and later                        besides

profile.join             goal                                 ana                 ana ben chidi                        -                                record: ana
profile.join             goal                                 ana, later          .                                    ana grace                        record: ana
profile.join             goal                                 finn                finn                                 -
profile.join             moreWants                            ana                 ana                                  -
profile.join             moreWants                            ana, later          .                                    ana
profile.join             moreWants                            finn                finn                                 -
profile.join             moreOffers                           ben                 everybody                            everybody                        plain
profile.saveExperience   trackRecord                          ana                 ana ben chidi                        ana grace                        plain
profile.saveExperience   trackRecord                          ben                 everybody                            everybody                        plain
profile.saveNetwork      canIntroduce                         ana                 ana ben chidi                        ana grace                        plain
profile.saveNetwork      canIntroduce                         ben                 everybody                            everybody                        plain
profile.savePlace        languages                            ana                 ana ben chidi                        ana grace                        plain
profile.savePlace        languages                            ben                 everybody                            everybody                        plain

requests.send            goal questions times                 ana, to ben         ana ben                              ana ben
requests.send            goal questions times                 ana, to chidi       ana chidi                            ana chidi
requests.send            goal questions times                 ana, to grace       .                                    ana grace
requests.send            goal questions times                 finn, to ben        ben finn                             ben
requests.send            goal questions times                 finn, to chidi      chidi finn                           chidi
requests.send            goal questions times                 haruki, taken back  haruki                               haruki
requests.send            goal questions times                 haruki              haruki indu                          haruki indu
requests.asking          question                             ben                 ana ben                              ana ben
requests.answering       reply                                ana                 ana ben                              ana ben
requests.declining       reason                               ben                 finn                                 -

agreement.propose        purpose keepWords exitWords          ana                 ana ben                              ana ben
agreement.propose        purpose keepWords exitWords          ben                 ana ben                              ana ben
agreement.propose        purpose keepWords exitWords          ana, with grace     .                                    ana grace

goals.save               specific                             ana, alone          ana                                  ana                              record: ana
goals.save               measure firstStep objective          ana, alone          ana                                  ana
goals.save               specific measure                     ana                 ana ben                              ana
goals.save               firstStep objective                  ana                 ana                                  -
goals.save               specific                             ana, changed        ana ben                              ana                              record: ana
goals.save               measure firstStep objective          ana, changed        ana ben                              ana
goals.step               words                                ana, alone          ana                                  ana                              record: ana
goals.step               words                                ana                 ana ben                              ana                              record: ana
goals.step               words                                ben                 ana ben                              ana
goals.step               words                                ana, after ben      .                                    ana                              record: ana
goals.note               note                                 ana                 ana ben                              ana
goals.note               note                                 ben                 ana ben                              ana
goals.note               note                                 ana, after ben      .                                    ana
goals.extend             note                                 ana                 ana ben                              ana

plans.propose            agenda                               ana                 ana ben                              ana ben
plans.propose            agenda                               ben                 ana ben                              ana ben
plans.propose            agenda                               ana, moved          ana ben                              ana ben
plans.propose            agenda                               ana, open           ana ben                              ana ben
plans.propose            location                             ana, open           ana ben                              -
plans.propose            location                             ana                 ben                                  -
plans.propose            location                             ben                 ana ben                              -                                message: ana ben, calendar: ana ben
plans.propose            location                             ana, moved          ana ben                              ana ben                          message: ana ben, calendar: ana ben
meetings.noting          notes items                          ana                 ana ben                              ana ben
meetings.noting          notes items                          ben                 ana ben                              ana ben

checkins.answer          progress                             ana, told           ana ben                              ana                              record: ana
checkins.answer          progress                             ana                 ana chidi                            ana                              record: ana
checkins.answer          progress                             ben                 ana ben                              ben                              record: ben
checkins.answer          progress                             haruki              haruki                               haruki
checkins.answer          need                                 ana, told           ana ben                              ana ben
checkins.answer          need                                 ana                 ana                                  ana
checkins.answer          need                                 ben                 ben                                  ben
checkins.answer          need                                 haruki              haruki                               haruki
checkins.answer          blocker                              ana, told           ana                                  ana
checkins.answer          blocker                              ana                 ana                                  ana
checkins.answer          blocker                              ben                 ben                                  ben
checkins.answer          blocker                              haruki              haruki                               haruki
checkins.answer          win                                  ana, told           ana                                  ana                              record: ana, message: everybody
checkins.answer          win                                  ana                 ana                                  ana                              record: ana
checkins.answer          win                                  ben                 ben                                  ben                              record: ben
checkins.answer          win                                  haruki              haruki                               haruki
checkins.answer          thanks                               ana, told           ana ben                              ana ben
checkins.answer          thanks                               ana                 ana chidi                            ana chidi
checkins.answer          thanks                               ben                 ana ben                              ana ben

checkins.asking          question                             chidi               ana chidi                            ana chidi
feedback.asking          about                                ana                 ana ben                              ana
feedback.giving          situation behaviour impact nextTime  ben                 ana                                  ana
feedback.giving          situation behaviour impact nextTime  ben, asked          ana                                  ana
feedback.reflecting      learned tried next                   ana                 ana                                  ana
feedback.reflecting      learned tried next                   ben                 ben                                  ben
feedback.reviewing       next                                 ben                 ben                                  ben
introductions.asking     reason                               ben                 ben chidi indu                       ben chidi indu
introductions.promising  words                                ben                 ana ben                              ana ben
concerns.raise           words                                ana                 ana elif                             ana elif
concerns.raise           words                                finn                finn                                 -
concerns.raise           words                                finn, to another    elif finn                            elif
concerns.answering       answer                               elif                ana elif                             ana elif

/mentor kudos            message                              finn                ben finn                             ben                              message: everybody
kudos.give               message                              finn                chidi finn                           chidi                            message: everybody
kudos.give               message                              finn, to grace      finn grace                           grace
kudos.give               message                              finn, private       ben finn                             ben
/mentor win              words                                ana                 ana                                  ana                              message: everybody
wins.share               words                                ana, of two         ana ben                              ana ben                          message: everybody
wins.share               words                                ana, not told       ana ben                              ana ben
circles.start            name                                 dana                ana ben chidi dana finn haruki indu  ana ben chidi dana grace haruki  plain, message: ana ben chidi finn haruki indu
guides.save              title steps source link              dana                everybody                            everybody                        plain

closing.review           reached                              ana                 ana                                  -                                record: ana
closing.review           helped                               ana                 ana                                  chidi                            record: ana
closing.review           thanks                               ana                 ana                                  chidi
closing.review           reached                              chidi               .                                    -
closing.review           helped thanks                        chidi               .                                    ana
`

export interface Field {
  /** `form.field`, as in a form's id and an input's block. */
  field: string
  writer: string
  /** By surface; the screens of the first act and those of the second. Undefined: not written yet. */
  now?: string
  later: string
  besides: Partial<Record<Surface, string>>
  /** Stands unsealed in the database. */
  plain: boolean
}

const NOBODY = '-'
const NOT_YET = '.'

/** The table, a field at a time, by what was planted for it. */
export const FIELDS = new Map(
  TABLE.trim()
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .flatMap((line) => {
      const [form = '', names = '', writer = '', now = '', later = '', besides = ''] = line.split(/ {2,}/)
      const readers = (list: string) => (list === NOBODY ? '' : list)
      return names.split(' ').map((name): [string, Field] => [
        `${form}.${name} ${writer}`,
        {
          field: `${form}.${name}`,
          writer,
          ...(now !== NOT_YET && { now: readers(now) }),
          later: readers(later),
          besides: Object.fromEntries(
            besides.split(', ').flatMap((one) => (one.includes(': ') ? [one.split(': ')] : [])),
          ),
          plain: besides.split(', ').includes('plain'),
        },
      ])
    }),
)

/** Whom somebody reads who must not, or nobody who should: a line each, none where all is as the table has it. */
export function wrongIn(readers: Readers, people: string[], act: 'now' | 'later'): string[] {
  const here = (list: string) =>
    (list === 'everybody' ? people : list.split(' ')).filter((one) => people.includes(one)).sort()
  const said = (surfaces: [string, string[]][]) =>
    surfaces
      .filter(([, who]) => who.length > 0)
      .map(([surface, who]) => `${surface}: ${who.join(' ')}`)
      .sort()
      .join(', ') || 'nobody'
  return [...FIELDS].flatMap(([name, { besides, ...screens }]) => {
    const screen = screens[act]
    const wanted =
      screen === undefined
        ? said([])
        : said(Object.entries({ screen, ...besides }).map(([surface, who]) => [surface, here(who)]))
    const found = said(
      [...(readers.get(name) ?? [])].map(([surface, who]) => [surface, here([...who].join(' '))]),
    )
    return found === wanted ? [] : [`${name} is read by ${found}; by the table ${wanted}`]
  })
}

/** What coordinators see of guides: the list, and the form. */
import type { KnownBlock, ModalView } from '@slack/types'
import { md, mention } from '../../../core/text.ts'
import type { Blocks } from '../../../outbox/blocks.ts'
import { actions, button, context, divider, header, modal, section } from '../../../slack/ui/blocks.ts'
import { type Choice, selectInput, textInput } from '../../../slack/ui/inputs.ts'
import { type Guide, type GuideForm, LENGTHS, LIMITS, type Listed, PHASES, type Phase } from './domain.ts'
import type { OwnGuide } from './service.ts'
import { partBlocks } from './views.ts'

const PHASE_WORDS: Record<Phase, string> = {
  first: 'First meeting',
  goals: 'Goals',
  regular: 'An ordinary meeting',
  midpoint: 'Half-way',
  feedback: 'Hard feedback',
  career: 'Career',
  closing: 'Closing',
}

/** All guides by phase, each with what a coordinator can do with it. `note` says what was just done. */
export const listModal = (all: Listed[], note?: string): ModalView =>
  modal({
    id: 'guides.list',
    title: 'Guides for meetings',
    blocks: [
      note && section(note),
      section(
        'Before each meeting the two are offered the guides of its phase, yours first.',
        button('Add a guide', 'guides.add', { style: 'primary' }),
      ),
      PHASES.map((phase) => [
        divider(),
        section(md`*${PHASE_WORDS[phase]}*`),
        all.filter((guide) => guide.phase === phase).map(listed),
      ]),
    ],
  })

const listed = (guide: Listed): KnownBlock[] => [
  section(
    md`${guide.title} · ${guide.minutes} minutes · ${
      guide.own ? md`added by ${mention(guide.own.by)}` : 'comes with Cairn'
    }${guide.hidden ? md` · *hidden from members*` : ''}`,
  ),
  actions(
    button('Read it', 'guides.look', { value: guide.id, says: `Read the guide ${guide.title}` }),
    guide.own &&
      button('Change it', 'guides.change', { value: guide.id, says: `Change the guide ${guide.title}` }),
    guide.hidden
      ? button('Show it', 'guides.show', {
          value: guide.id,
          says: `Show members the guide ${guide.title} again`,
        })
      : button('Hide it', 'guides.hide', {
          value: guide.id,
          says: `Hide the guide ${guide.title} from members`,
        }),
    guide.own &&
      button('Remove it', 'guides.remove', {
        value: `${guide.id} ${guide.own.version}`,
        says: `Remove the guide ${guide.title}`,
        confirm: {
          title: 'Remove this guide?',
          text: 'It is gone for everybody, and cannot be brought back. Hiding keeps it.',
          yes: 'Remove it',
          no: 'Keep it',
        },
      }),
  ),
]

/** A guide as members read it. */
export const lookModal = (guide: Guide): ModalView =>
  modal({
    id: 'guides.looking',
    title: 'As members read it',
    close: 'Back',
    blocks: [
      header(guide.title),
      section(`${guide.minutes} minutes. ${guide.about}`.trim()),
      partBlocks(guide),
    ],
  })

const phases: Choice[] = PHASES.map((phase): Choice => [phase, PHASE_WORDS[phase]])
const lengths: Choice[] = LENGTHS.map((minutes): Choice => [minutes, `${minutes} minutes`])

type Draft = Pick<OwnGuide, 'title' | 'minutes' | 'steps' | 'source'> & {
  phase: string
  link?: string | null
}

/** The form of a guide: a new one, or one that is changed from how it was read. */
export const guideForm = (
  draft?: Draft,
  read?: Pick<OwnGuide, 'id' | 'version'>,
  first: Blocks = [],
): ModalView =>
  modal({
    id: 'guides.save',
    title: read ? 'Change this guide' : 'Add a guide',
    submit: 'Save',
    close: 'Not now',
    ...(read && { meta: { guide: read.id, version: read.version } }),
    blocks: [
      first,
      context('Everybody here may read all of it, with your name as the one who added it.'),
      selectInput({
        name: 'phase',
        label: 'For which meetings?',
        choices: phases,
        initial: draft?.phase,
        placeholder: 'Choose a phase',
      }),
      textInput({
        name: 'title',
        label: 'Title',
        max: LIMITS.title,
        initial: draft?.title,
        placeholder: 'Presenting to the board',
      }),
      selectInput({
        name: 'minutes',
        label: 'How long it takes',
        choices: lengths,
        initial: draft ? String(draft.minutes) : '45',
      }),
      textInput({
        name: 'steps',
        label: 'Steps and questions',
        hint: 'One a line. A line with a dash is a question; one without is a heading above them.',
        long: true,
        max: LIMITS.steps,
        initial: draft?.steps,
        placeholder:
          'Warm up (5 min)\n- What went well?\n\nThe story (20 min)\n- Who decides, and what do they fear?',
      }),
      textInput({
        name: 'source',
        label: 'Whose practice does it rest on?',
        hint: 'Author and title, or who among you does it so.',
        max: LIMITS.source,
        initial: draft?.source,
        placeholder: 'Barbara Minto, "The Pyramid Principle" (1987)',
      }),
      textInput({
        name: 'link',
        label: 'Where it can be read',
        optional: true,
        max: LIMITS.link,
        initial: draft?.link ?? undefined,
        placeholder: 'https://…',
      }),
    ],
  })

/** Somebody else saved or removed it meanwhile: what was typed stands, beside what they made of it. */
export const overtakenModal = (form: GuideForm, now: OwnGuide | undefined): ModalView =>
  guideForm(
    form,
    now,
    now
      ? [
          section(
            md`*${mention(now.changedBy)} changed this guide while you were writing*, so yours is not saved yet. Save again to put yours in its place, or press "Not now" to keep theirs.`,
          ),
          section(md`*Theirs:* ${now.title}, ${now.minutes} minutes, after ${now.source}\n${now.steps}`),
          divider(),
        ]
      : [
          section(
            md`*This guide was removed while you were writing*, so yours is not saved yet. Save again to add it as a new one.`,
          ),
        ],
  )

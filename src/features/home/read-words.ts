/** Reads words that are no command: what they seem to be about, said back, and three ways on. Nothing of them is kept. */
import type { Button } from '@slack/types'
import type { Context } from '../../context.ts'
import { competencyName, findCompetency, readWords } from '../../core/competencies.ts'
import { asTyped, clip, joinSafe, lengthOf, listedSafe, md, type Safe } from '../../core/text.ts'
import { prepareToUnderstand, understand } from '../../engine/index.ts'
import {
  type Answer,
  type Command,
  type Feature,
  labelOf,
  reply,
  type Stage,
  type Who,
} from '../../slack/kernel/feature.ts'
import type { Reader } from '../../slack/kernel/kernel.ts'
import { actions, button, commandButton, context, MOST_VALUE, section } from '../../slack/ui/blocks.ts'
import { firstButtons } from './hub.ts'
import { type Standing, standingOf } from './standing.ts'

/** What somebody says who does not know on. */
const STUCK = /\b(help|stuck|blocked|lost|struggl\w*|overwhelmed|no idea|don'?t know|advice)\b/i
const WAYS = 3
/** So much of what was typed is said back. */
const SAID_BACK = 120

/** The competencies that a text names, by their ids; few, since they are said back. */
const competenciesIn = (words: string): string[] => {
  const whole = findCompetency(words)
  const ids = whole ? [whole.id] : readWords(words).found.map(({ id }) => id)
  return [...new Set(ids)].slice(0, 3)
}

interface Reading {
  said: Safe
  ways: (Button | false)[]
  note?: string
}

export function wordReader(features: Feature[]): Reader {
  const commands = features.flatMap((feature) => Object.entries(feature.commands ?? {}))
  const named = new Map(commands)
  const rest = commandButton('More…', 'help')

  /** The button of a command, with words if it takes them. */
  function way(name: string, stage: Stage, text = '', label?: string): Button | false {
    const command = named.get(name)
    if (!command) return false
    const id = command.draft && text ? `draft.${name}` : `run.${name}`
    const value = text && lengthOf(text) <= MOST_VALUE ? { value: text } : {}
    return button(label ?? labelOf(name, command, stage), id, value)
  }

  /** What a sentence means by one of its words; a wrong that was done comes before everything. */
  function heardIn(sentence: string): [string, Command] | undefined {
    const heard = commands.filter(([, { hears }]) => hears?.words.test(sentence))
    return heard.find(([, { hears }]) => hears?.before === 'others') ?? heard[0]
  }

  function aboutSkills(ids: string[], { stage }: Standing): Reading {
    const names = ids.map((id) => competencyName(id))
    const words = names.join(', ')
    const said = md`I read this as: looking for help with ${listedSafe(names.map((name) => md`*${name}*`))}.`
    if (stage === 'new' || stage === 'running')
      return {
        said,
        ways: [way('join', stage), way('how', stage), rest],
        note: 'Once you have joined, I show you who can help with it.',
      }
    if (stage === 'paused')
      return { said, ways: [way('resume', stage), way('browse', stage, names[0]), rest] }
    const half = way('chat', stage, words, '30 minutes on it')
    if (stage === 'waiting' || stage === 'mentoring')
      return { said, ways: [half, way('browse', stage, names[0]), rest] }
    return {
      said,
      ways: [
        way('find', stage, words, 'Find a mentor for it'),
        half,
        stage === 'seeking' ? rest : way('schedule', stage),
      ],
    }
  }

  function read(words: string, standing: Standing): Reading {
    const { stage } = standing
    const plain = asTyped(words)
    const own = firstButtons(features, standing)
    const skills = competenciesIn(plain)
    const heard = heardIn(plain)
    if (heard) {
      const [name, command] = heard
      const skillWay = skills.length > 0 ? aboutSkills(skills, standing).ways[0] : undefined
      return {
        said: md`I read this as: *${command.hears?.as ?? name}*. Nothing is done yet.`,
        ways: [
          way(name, stage, command.draft ? words : ''),
          command.hears?.before ? way('end', stage) : (skillWay ?? own[0] ?? false),
          rest,
        ],
      }
    }
    if (skills.length > 0) return aboutSkills(skills, standing)
    const someone = /^<@[UW][A-Z0-9]+(?:\|[^<>]*)?>$|^@[\p{L}\p{N}._-]+$/u.test(words)
    if (someone)
      return {
        said: md`I read this as: somebody’s profile.`,
        ways: [
          way('profile', stage, words, 'See the profile'),
          way('kudos', stage, words, 'Thank them'),
          rest,
        ],
      }
    if (STUCK.test(plain)) {
      const paired = stage === 'mentored' || stage === 'mentoring' || stage === 'both'
      return {
        said: md`I read this as: you are stuck, or would like a hand. It happens to everybody.`,
        ways: paired
          ? [way('schedule', stage), way('checkin', stage), way('chat', stage)]
          : [...own.slice(0, 2), rest],
      }
    }
    // What Slack writes for a channel, a person or a link says nothing of a skill.
    const meant = understand(plain.replace(/<[^<>]*>/g, ' ')).competencies
    if (meant.length > 0) return aboutSkills(meant, standing)
    return {
      said: plain
        ? md`I read “${clip(plain, SAID_BACK)}”, and do not know what you would like.`
        : md`I read words only, and found none.`,
      ways: [...own.slice(0, 2), rest],
      note: 'Name a skill, such as “pricing”, or say what you want: “thanks @ana for …”, “pause”, “find”.',
    }
  }

  return {
    knows(words) {
      const plain = asTyped(words)
      return competenciesIn(plain).length > 0 || heardIn(plain) !== undefined || STUCK.test(plain)
    },
    async answer(ctx: Context, words: string, who: Who): Promise<Answer> {
      const [standing] = await Promise.all([standingOf(ctx, who.user), prepareToUnderstand()])
      const { said, ways, note } = read(words, standing)
      const different = ways
        .filter((each) => each !== false)
        .filter((each, i, all) => all.findIndex((other) => other.action_id === each.action_id) === i)
        .slice(0, WAYS)
        .map((each, i): Button => (i === 0 ? { ...each, style: 'primary' } : each))
      return reply(said, [
        section(said),
        actions(...different),
        context(joinSafe([...(note ? [note] : []), 'I keep nothing of what you typed.'], ' ')),
      ])
    },
  }
}

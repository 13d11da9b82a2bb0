/**
 * Simulated people, by a seed: they join, ask, answer, stay silent, thank, and finish. Each does what a person does
 * with the message before them, by its buttons; none of them knows anything that is not on their own screen.
 */
import type { Actor, Message } from '../sandbox/index.ts'
import { entryFor } from './home-pages.ts'
import { aimsAbout, CHATTER, linesAbout, NOTES, PROGRESS, SKILLS, type Stretch, stretchOf } from './voices.ts'

export interface Player {
  name: string
  /** How likely they answer what they are asked, 0 to 1. */
  keen: number
  role: 'A mentor' | 'A mentee' | 'Both'
}

export interface Scene {
  actor: Actor
  /** Lets the bot finish: what it opens after its acknowledgement is on the screen then. */
  settle(): Promise<void>
  player: Player
  chance: () => number
  /** The names of everybody who plays. */
  others: string[]
  /** Messages that were looked at once: a person decides once. */
  seen: Set<string>
  joined: Set<string>
  /** When each last asked somebody, ms. */
  asked: Map<string, number>
  /** What was said in public by anybody: nobody says the same twice while there is something else to say. */
  said: Set<string>
  now: number
  /** How much of the time is over, 0 to 1. */
  done: number
}

/** How many of a long list's entries people choose among. */
const CHOSEN_AMONG = 8
const DAY_MS = 86_400_000
const MOODS = ['great', 'good', 'ok', 'rough', 'stuck']

const pick = <T>(chance: () => number, list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T

/** One in so many is quiet on purpose, since every company has them: they join, and answer hardly anything. */
const ONE_IS_QUIET_IN = 8
const QUIET = 0.05
/** How likely somebody who has not joined yet does so when they look in. */
const JOINS = 0.95

/** Everybody's character, drawn once. */
export function castOf(names: string[], chance: () => number): Player[] {
  return names.map((name, index) => {
    return {
      name,
      keen: (index + 1) % ONE_IS_QUIET_IN === 0 ? QUIET : 0.45 + chance() * 0.5,
      role: (['A mentee', 'A mentor', 'Both'] as const)[(index + Math.floor(chance() * 2)) % 3] ?? 'Both',
    }
  })
}

const actionsIn = (shown: { blocks?: Message['blocks'] }): string[] =>
  (shown.blocks ?? []).flatMap((block) =>
    [block.accessory, ...(block.elements ?? [])].flatMap((each) =>
      each && 'action_id' in each && each.action_id ? [each.action_id] : [],
    ),
  )

async function press(scene: Scene, target: Message | 'modal' | 'home', action_id: string, value?: string) {
  await scene.actor.click(target, { action_id, index: 0, ...(value !== undefined && { value }) })
  await scene.settle()
}

async function type(scene: Scene, text: string) {
  await scene.actor.command(text)
  await scene.settle()
}

/** Submits what is open, as far as it lets itself be submitted as it stands. */
async function send({ actor, settle }: Scene, values: Record<string, unknown> = {}) {
  if (!actor.modal()?.submit) return
  const known = new Set(actor.modal()?.blocks.flatMap((block) => [block.label?.text, block.block_id]))
  const fitting = Object.entries(values).filter(([key]) => known.has(key))
  await actor.submit(Object.fromEntries(fitting))
  await settle()
}

/** A few of what an input offers. People are alike enough to match: they choose among the first ones. */
function some({ actor, chance }: Scene, blockId: string): string[] {
  const element = actor.modal()?.blocks.find((block) => block.block_id === blockId)?.element
  const options = element?.options ?? element?.option_groups?.flatMap((group) => group.options) ?? []
  const few = options.slice(0, CHOSEN_AMONG).map((option) => option.value)
  const chosen = few.filter(() => chance() < 0.45)
  return (chosen.length > 0 ? chosen : few).slice(0, Math.min(4, element?.max_selected_items ?? 4))
}

async function join(scene: Scene) {
  const { actor, player } = scene
  await type(scene, '/mentor join')
  scene.joined.add(player.name)
  const role = actor.modal()?.blocks.find((block) => block.block_id === 'role')
  // Somebody else, the visitor perhaps, has joined as this person before.
  if (!role || role.element?.initial_option) return
  const learns = player.role !== 'A mentor'
  const helps = player.role !== 'A mentee'
  await send(scene, { role: player.role })
  await send(scene, {
    ...(learns && { wants: some(scene, 'wants') }),
    ...(helps && { offers: some(scene, 'offers') }),
  })
}

async function ask(scene: Scene) {
  const { actor, player } = scene
  await type(scene, '/mentor find')
  scene.asked.set(player.name, scene.now)
  const found = actor.modal()
  if (!found || !actionsIn(found).includes('requests.ask')) return
  await press(scene, 'modal', 'requests.ask')
  await send(scene, { goal: pick(scene.chance, aimsAbout(skillsIn(found))).goal })
}

/** Proposes the hours that the form suggests to a partner. */
async function plan(scene: Scene, partner: string) {
  const { actor } = scene
  await type(scene, `/mentor schedule @${partner}`)
  scene.asked.set(`${scene.player.name} plans`, scene.now)
  const modal = actor.modal()
  if (modal && actionsIn(modal).includes('plans.accept')) await press(scene, 'modal', 'plans.accept')
  else await send(scene)
}

/** What a message asks for, and what this person makes of it. */
async function answer(scene: Scene, message: Message): Promise<boolean> {
  const { chance, player } = scene
  const has = new Set(actionsIn(message))
  const willing = chance() < player.keen
  if (has.has('requests.accept')) {
    if (!willing) return false
    if (chance() < 0.85) await press(scene, message, 'requests.accept')
    else {
      await press(scene, message, 'requests.decline')
      await send(scene)
    }
  } else if (has.has('plans.accept')) {
    if (!willing) return false
    await press(scene, message, chance() < 0.9 ? 'plans.accept' : 'plans.decline')
  } else if (has.has('meetings.yes')) {
    if (!willing) return false
    const met = chance() < 0.85
    await press(scene, message, met ? 'meetings.yes' : 'meetings.no')
    await send(scene, met ? { notes: pick(chance, NOTES), items: pick(chance, PROGRESS) } : {})
  } else if (has.has('trial.stay')) {
    if (!willing) return false
    await press(scene, message, chance() < 0.85 ? 'trial.stay' : 'trial.rematch')
  } else if (has.has('sessions.inCalendar')) {
    if (!willing) return false
    await press(scene, message, 'sessions.inCalendar')
  } else if (has.has('checkins.great')) {
    if (!willing) return false
    const way = chance()
    if (way < 0.2) {
      await scene.actor.click(message, { action_id: 'run.menu', index: 0 }, 'Write an answer')
      await scene.settle()
      await send(scene, { mood: pick(chance, ['Great', 'Good', 'OK']), progress: pick(chance, PROGRESS) })
    } else if (way < 0.3) {
      await scene.actor.click(message, { action_id: 'run.menu', index: 0 }, 'Skip this one')
      await scene.settle()
    } else await press(scene, message, `checkins.${pick(chance, MOODS)}`)
  } else if (has.has('ladder.break') && chance() < 0.6) await changes(scene, message)
  else if (has.has('closing.open')) {
    if (!willing) return false
    await press(scene, message, 'closing.open')
    await lastWord(scene)
  } else if (has.has('ladder.later'))
    await press(scene, message, chance() < 0.8 ? 'mentorship.met' : 'ladder.later')
  else if (has.has('wins.read') && willing) {
    await press(scene, message, 'wins.read')
    const open = scene.actor.modal()
    const choice = chance() < 0.8 ? 'wins.allow' : 'wins.keep'
    if (open && actionsIn(open).includes(choice)) await press(scene, 'modal', choice)
  } else if (has.has('agreement.read') && willing) {
    await press(scene, message, 'agreement.read')
    const open = scene.actor.modal()
    if (open && actionsIn(open).includes('agreement.sign')) await press(scene, 'modal', 'agreement.sign')
  } else if (has.has('agreement.open') && willing) {
    await press(scene, message, 'agreement.open')
    await send(scene, {
      purpose: `To learn from each other. ${pick(chance, aimsAbout(topicOf(scene).skills)).goal}`,
    })
  } else if (has.has('goals.more') && willing)
    await press(scene, message, chance() < 0.7 ? 'goals.reached' : 'goals.more')
  else if (has.has('privacy.celebrate')) {
    const choice = chance() < 0.7 ? 'public' : 'private'
    await press(scene, message, 'privacy.celebrate', choice)
  } else return false
  return true
}

/** Sets a goal where there is none, else notes how far it is. */
async function aim(scene: Scene) {
  const { actor, chance, now } = scene
  await type(scene, '/mentor goals')
  const list = actor.modal()
  if (!list) return
  const known = actionsIn(list)
  if (known.includes('goals.progress')) {
    await press(scene, 'modal', 'goals.progress')
    await send(scene, { now: String(1 + Math.floor(chance() * 9)), note: pick(chance, PROGRESS) })
    const shown = actor.modal()
    if (shown && /100 %/.test(JSON.stringify(shown.blocks)) && actionsIn(shown).includes('goals.reached'))
      await press(scene, 'modal', 'goals.reached')
  } else if (known.includes('goals.set') && scene.player.role !== 'A mentor') {
    await press(scene, 'modal', 'goals.set')
    const { skill, goal, measure } = pick(chance, aimsAbout(topicOf(scene).skills))
    const due = new Date(now + (3 + Math.floor(chance() * 6)) * 7 * DAY_MS).toISOString().slice(0, 10)
    await send(scene, { specific: goal, measure, firstStep: 'Ask my mentor how', competency: skill, due })
  }
}

/** The people with whom this one has a conversation by introduction. */
const partnersOf = ({ actor, others }: Scene) => [
  ...new Set(
    actor
      .groups()
      .flatMap((group) => group.members.map((member) => member.name))
      .filter((name) => name !== actor.person.name && others.includes(name)),
  ),
]

/** The skills that stand on a screen, by their names. */
const skillsIn = (shown: { blocks?: unknown }) => {
  const words = JSON.stringify(shown.blocks ?? [])
  return SKILLS.filter((skill) => words.includes(skill))
}

/** What this person and a partner work on, and how far along they are: from the first message of their conversation. */
function topicOf({ actor, now }: Scene, partner?: string): { skills: string[]; stretch: Stretch } {
  const conversation = actor
    .groups()
    .filter(({ members }) => !partner || members.some((member) => member.name === partner))
    .at(-1)
  const first = conversation?.messages[0]
  const weeks = first ? (now - Number(first.ts) * 1000) / (7 * DAY_MS) : 0
  return { skills: first ? skillsIn(first) : [], stretch: stretchOf(weeks) }
}

/** One of these that nobody has said yet; any of them once all are said. */
function unsaid({ chance, said }: Scene, lines: readonly string[]): string {
  const fresh = lines.filter((line) => !said.has(line))
  const line = pick(chance, fresh.length > 0 ? fresh : lines)
  said.add(line)
  return line
}

/** What this person would say now about the skill that the two work on; about another one before they repeat somebody. */
function lineFor(scene: Scene, kind: 'thanks' | 'wins', partner?: string): string {
  const { skills, stretch } = topicOf(scene, partner)
  const own = linesAbout(kind, skills, stretch)
  const lines = own.some((line) => !scene.said.has(line)) ? own : linesAbout(kind, [], stretch)
  return unsaid(scene, lines)
}

/** What comes next for two, told in a form; most say yes to their name in the channel. */
async function lastWord(scene: Scene) {
  const { chance } = scene
  await send(scene, {
    next: chance() < 0.85 ? 'We complete it' : 'Complete it, and a new match',
    reached: pick(chance, PROGRESS),
    thanks: `Thank you ${lineFor(scene, 'thanks')}`,
    named: chance() < 0.7 ? ['You may name me in the wins channel'] : [],
  })
}

/** One of the ways out that a message or the page of a pair offers. */
async function changes(scene: Scene, where: Message | 'modal') {
  const way = scene.chance()
  if (way < 0.4) await press(scene, where, 'mentorship.part')
  else await press(scene, where, way < 0.7 ? 'ladder.break' : 'closing.early')
  await send(scene)
  if (way >= 0.7) await lastWord(scene)
}

/** Chooses in a menu of Home; false where it offers no such thing. */
async function chooseAtHome({ actor, settle }: Scene, action: string): Promise<boolean> {
  await actor.openHome()
  await settle()
  const home = actor.home()
  const entry = home && entryFor(home, action)
  if (!entry) return false
  await actor.click('home', { action_id: 'run.menu', index: entry.menu }, entry.words)
  await settle()
  return true
}

/** Early, because it is done: from Home, well or plainly. */
async function finish(scene: Scene) {
  const plainly = scene.chance() < 0.2
  if (!(await chooseAtHome(scene, plainly ? 'mentorship.end' : 'ladder.change'))) return
  if (plainly) return send(scene)
  const open = scene.actor.modal()
  if (!open || !actionsIn(open).includes('closing.early')) return
  await press(scene, 'modal', 'closing.early')
  await send(scene)
  await lastWord(scene)
}

/** It does not fit, and nobody is at fault. */
async function part(scene: Scene) {
  if (!(await chooseAtHome(scene, 'ladder.change'))) return
  const open = scene.actor.modal()
  if (!open || !actionsIn(open).includes('mentorship.part')) return
  await press(scene, 'modal', 'mentorship.part')
  await send(scene)
}

/** One look at the screen, once a working day. Does at most a few things; all that it opened is closed again. */
export async function visit(scene: Scene): Promise<void> {
  const { actor, player, chance, seen } = scene
  const clear = async () => {
    if (actor.views().length > 0) await actor.close({ all: true })
  }
  await clear()
  if (!scene.joined.has(player.name)) {
    if (chance() < JOINS) await join(scene)
    return clear()
  }
  for (const message of actor.dms().slice(-8)) {
    // A message that changed is another one to decide about.
    const key = `${message.ts} ${message.version}`
    if (seen.has(key)) continue
    seen.add(key)
    await answer(scene, message)
    await clear()
  }
  const partners = partnersOf(scene)
  const partner = partners.length > 0 ? pick(chance, partners) : undefined
  const idle = scene.now - (scene.asked.get(player.name) ?? 0) > 6 * DAY_MS
  const idlePlan = scene.now - (scene.asked.get(`${player.name} plans`) ?? 0) > 12 * DAY_MS
  const roll = chance()
  if (!partner && player.role !== 'A mentor' && idle && roll < player.keen) await ask(scene)
  else if (partner && roll < 0.07)
    await type(scene, `/mentor kudos @${partner} ${lineFor(scene, 'thanks', partner)}`)
  else if (partner && roll < 0.1) {
    await type(scene, '/mentor win')
    await send(scene, { size: 'A small win', words: lineFor(scene, 'wins', partner) })
  } else if (partner && idlePlan && roll < 0.1 + player.keen / 3) await plan(scene, partner)
  else if (partner && roll < 0.3) await aim(scene)
  else if (partner && scene.done > 0.8 && roll > 0.9) await finish(scene)
  else if (partner && scene.done > 0.4 && scene.done < 0.8 && roll > 0.985) await part(scene)
  // Small talk now and then: each remark is made once.
  const remark = pick(chance, CHATTER)
  if (chance() < 0.05 && !scene.said.has(remark)) await actor.say('product', unsaid(scene, [remark]))
  await clear()
}

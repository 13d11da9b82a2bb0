import { expect, it } from 'vitest'
import {
  removeGuide,
  saveGuide,
  setHidden,
  shownGuides,
} from '../../../src/features/growth/guides/service.ts'
import {
  becomeCoordinator,
  findTeam,
  listAudit,
  saveTeam,
} from '../../../src/features/people/coordinators/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { START } from '../mentorship/pairs.ts'

const [CHIDI, DANA, FINN, GRACE] = ['U0CHI00003', 'U0DAN00004', 'U0FIN00006', 'U0GRA00007']
const WALK = {
  phase: 'first' as const,
  title: 'A walk',
  minutes: 30,
  steps: 'Where did you grow up?',
  source: 'Ourselves',
  link: undefined,
}

const team = (coordinators: string[], deputy: string | null) => ({
  coordinators,
  deputy,
  outside: null,
  excludeSameTeam: false,
  asksMentors: false,
})

onEveryDatabase(({ open }) => {
  async function twoCoordinators() {
    const bot = await startTestBot({ db: await open(), sandbox: { now: START } })
    await becomeCoordinator(bot.ctx, DANA)
    await saveTeam(bot.ctx, DANA, team([DANA, CHIDI], null), 1)
    const acts = async () => (await listAudit(bot.ctx, 50)).map((act) => act.act)
    return { bot, acts }
  }

  it('of two who save a guide at once one is told, and a press twice does nothing twice', async () => {
    const { bot, acts } = await twoCoordinators()
    await saveGuide(bot.ctx, DANA, WALK, undefined)
    const [own] = await shownGuides(bot.ctx)
    const read = { guide: own!.id, version: 0 }
    const saved = await Promise.all(
      [DANA, CHIDI].map((person) => saveGuide(bot.ctx, person, { ...WALK, title: person }, read)),
    )
    expect(saved.map((each) => each.ok && each.value.saved).sort()).toEqual([false, true])

    await Promise.all([DANA, CHIDI].map((person) => setHidden(bot.ctx, person, own!.id, true)))
    expect((await acts()).filter((act) => act.startsWith('hid the guide'))).toHaveLength(1)
    await Promise.all([DANA, CHIDI].map((person) => setHidden(bot.ctx, person, own!.id, false)))
    const removed = await Promise.all([DANA, CHIDI].map((person) => removeGuide(bot.ctx, person, own!.id, 1)))
    expect(removed.filter((each) => each.ok)).toHaveLength(1)
    expect((await shownGuides(bot.ctx)).map((guide) => guide.id)).not.toContain(own!.id)
  })

  it('two who take away the last two guides of a phase leave the one that comes with Cairn', async () => {
    const { bot } = await twoCoordinators()
    await saveGuide(bot.ctx, DANA, WALK, undefined)
    const [own] = await shownGuides(bot.ctx)
    await Promise.all([
      setHidden(bot.ctx, DANA, own!.id, true),
      setHidden(bot.ctx, CHIDI, 'first-meeting', true),
    ])
    expect((await shownGuides(bot.ctx)).filter((guide) => guide.phase === 'first')).toHaveLength(1)
  })

  it('of two who say who runs it at once, one is told', async () => {
    const { bot } = await twoCoordinators()
    const { version } = await findTeam(bot.ctx)
    const both = [DANA, CHIDI]
    const saved = await Promise.all(
      both.map((person, i) => saveTeam(bot.ctx, person, team(both, [FINN, GRACE][i]!), version)),
    )
    expect(saved.map((each) => each.ok && each.value.saved).sort()).toEqual([false, true])
  })
})

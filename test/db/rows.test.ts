import { expect, it } from 'vitest'
import { above, atMost, below, increasedBy, isNot, isSet, noneOf } from '../../src/db/conditions.ts'
import { rows } from '../../src/db/rows.ts'
import type { Scope } from '../../src/db/scope.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { watchStatements } from '../support/statements.ts'

const person = (id: string, name: string, set = {}) => ({
  person: id,
  name,
  handle: name.toLowerCase(),
  zone: 'UTC',
  bot: false,
  guest: false,
  deactivated: false,
  admin: false,
  seenAt: 1,
  ...set,
})

onEveryDatabase(({ open }) => {
  /** Two workspaces of one database, each with its people. */
  async function workspaces() {
    const watched = watchStatements()
    const db = await open(watched)
    const ours: Scope = { db, workspace: 'T1' }
    const theirs: Scope = { db, workspace: 'T2' }
    await db.commit(
      rows(ours, 'people').insert(person('UANA', 'Ana', { admin: true, seenAt: 10 })),
      rows(ours, 'people').insert(person('UBEN', 'Ben', { dm: 'D1', seenAt: 20 })),
      rows(ours, 'people').insert(person('UCHI', 'Chidi', { seenAt: 30 })),
      rows(theirs, 'people').insert(person('UANA', 'Another Ana')),
    )
    const names = async (where: Parameters<ReturnType<typeof rows<'people'>>['list']>[0]) =>
      (await rows(ours, 'people').list(where, { by: 'person' })).map((row) => row.name)
    return { db, ours, theirs, names, watched }
  }

  it('finds what fits, in this workspace alone', async () => {
    const { ours, theirs, names, watched } = await workspaces()
    expect(await names({})).toEqual(['Ana', 'Ben', 'Chidi'])
    expect(await names({ admin: true })).toEqual(['Ana'])
    expect(await names({ admin: false })).toEqual(['Ben', 'Chidi'])
    expect(await names({ person: ['UANA', 'UCHI'] })).toEqual(['Ana', 'Chidi'])
    expect(await names({ person: [] })).toEqual([])
    expect(await names({ dm: null })).toEqual(['Ana', 'Chidi'])
    expect(await names({ dm: isSet })).toEqual(['Ben'])
    expect(await names({ person: isNot('UANA') })).toEqual(['Ben', 'Chidi'])
    expect(await names({ person: noneOf(['UANA', 'UBEN']) })).toEqual(['Chidi'])
    expect(await names({ person: noneOf([]) })).toHaveLength(3)
    expect(await names({ seenAt: above(20) })).toEqual(['Chidi'])
    expect(await names({ seenAt: below(20) })).toEqual(['Ana'])
    expect(await names({ seenAt: atMost(20) })).toEqual(['Ana', 'Ben'])
    expect(await names([{ admin: true }, { name: 'Chidi', dm: null }])).toEqual(['Ana', 'Chidi'])
    expect(await names({ admin: undefined, name: 'Ben' })).toEqual(['Ben'])
    expect(await rows(ours, 'people').count({ admin: false })).toBe(2)
    expect((await rows(theirs, 'people').find({ person: 'UANA' }))?.name).toBe('Another Ana')
    expect(await rows(theirs, 'people').find({ person: 'UBEN' })).toBeUndefined()
    expect(watched.unscoped).toEqual([])
    expect(watched.seen).toBeGreaterThan(15)
  })

  it('puts rows in order, and takes the first of them', async () => {
    const { ours } = await workspaces()
    const people = rows(ours, 'people')
    const first = async (...reading: Parameters<typeof people.list>) =>
      (await people.list(...reading)).map((row) => row.name)
    expect(await first({}, { by: '-seenAt' })).toEqual(['Chidi', 'Ben', 'Ana'])
    expect(await first({}, { by: ['admin', '-seenAt'] })).toEqual(['Chidi', 'Ben', 'Ana'])
    expect(await first({}, { by: '-seenAt', limit: 2 })).toEqual(['Chidi', 'Ben'])
    expect((await people.find({}, { by: '-seenAt' }))?.name).toBe('Chidi')
    expect(await first({}, { by: '-seenAt', limit: 2, skip: 1 })).toEqual(['Ben', 'Ana'])
    expect(await first({}, { by: '-seenAt', limit: 2, skip: 3 })).toEqual([])
  })

  it('reads only the columns that are wanted, as they are', async () => {
    const { ours } = await workspaces()
    const people = rows(ours, 'people')
    const few = await people.list({ admin: true }, { columns: ['dm', 'admin', 'name'] })
    expect(few).toEqual([{ dm: null, admin: true, name: 'Ana' }])
    // @ts-expect-error: the zone was not read
    expect(few[0]?.zone).toBeUndefined()
    expect(await people.find({ person: 'UBEN' }, { columns: ['dm'] })).toEqual({ dm: 'D1' })
    // The same question for other columns is another one.
    const request: Scope = { ...ours, read: new Map() }
    expect(await rows(request, 'people').list({ admin: true }, { columns: ['name'] })).toEqual([
      { name: 'Ana' },
    ])
    expect(await rows(request, 'people').list({ admin: true }, { columns: ['zone'] })).toEqual([
      { zone: 'UTC' },
    ])
  })

  it('changes and takes away, in this workspace alone, and says where somebody was first', async () => {
    const { db, ours, theirs, names } = await workspaces()
    const people = rows(ours, 'people')
    expect(
      await db.commit(people.change({ person: 'UANA', admin: true }, { admin: false, dm: 'D2' }, 'moved')),
    ).toBe(undefined)
    expect(await people.find({ person: 'UANA' })).toMatchObject({ admin: false, dm: 'D2', name: 'Ana' })
    expect(await db.commit(people.change({ person: 'UANA', admin: true }, { dm: null }, 'moved'))).toBe(
      'moved',
    )
    await db.commit(people.change({ person: ['UANA', 'UBEN'] }, { dm: null, seenAt: increasedBy(5) }))
    expect(await people.list({ dm: null }, { by: 'person' })).toMatchObject([
      { person: 'UANA', seenAt: 15 },
      { person: 'UBEN', seenAt: 25 },
      { person: 'UCHI' },
    ])
    expect(await db.commit(people.remove({ person: 'UNOBODY' }, 'gone'))).toBe('gone')
    await db.commit(people.remove({ person: 'UANA' }, 'gone'))
    expect(await names({})).toEqual(['Ben', 'Chidi'])
    expect((await rows(theirs, 'people').find({ person: 'UANA' }))?.name).toBe('Another Ana')
  })

  it('adds a row once, and brings one that is there already up to date where that is wanted', async () => {
    const { db, ours } = await workspaces()
    const people = rows(ours, 'people')
    await db.commit(people.insert(person('UANA', 'Impostor')))
    expect(await db.commit(people.insert(person('UANA', 'Impostor'), 'known'))).toBe('known')
    expect((await people.find({ person: 'UANA' }))?.name).toBe('Ana')
    const keys: ('workspace' | 'person')[] = ['workspace', 'person']
    await db.commit(people.put(person('UANA', 'Ana B.'), keys, { name: 'Ana B.', seenAt: increasedBy(1) }))
    await db.commit(people.put(person('UDAN', 'Dana'), keys, { name: 'nobody' }))
    expect(await people.list({ person: ['UANA', 'UDAN'] }, { by: 'person' })).toMatchObject([
      { name: 'Ana B.', seenAt: 11 },
      { name: 'Dana' },
    ])
  })

  it('keeps lists and missing values as they are', async () => {
    const { db, ours } = await workspaces()
    const record = { rules: '1', score: 3, forMentee: ['one'], forMentor: [] }
    const pair = { programme: 'P', kind: 'mentorship', status: 'active', startedAt: 1, mentor: 'UBEN' }
    const mentorships = rows(ours, 'mentorships')
    await db.commit(
      mentorships.insert({
        id: '1',
        mentee: 'UANA',
        activePair: 'a',
        why: record,
        needsHandAt: null,
        ...pair,
      }),
      mentorships.insert({
        id: '2',
        mentee: 'UCHI',
        activePair: null,
        why: record,
        needsHandAt: 5,
        ...pair,
      }),
    )
    expect(await mentorships.find('1')).toMatchObject({ why: record, needsHandAt: null, activePair: 'a' })
    expect(await mentorships.find('2')).toMatchObject({
      why: record,
      needsHandAt: 5,
      activePair: null,
    })
    // Values of every kind of column are the same where several questions are one statement.
    const request: Scope = { ...ours, read: new Map() }
    const together = await Promise.all([
      rows(request, 'mentorships').list({}, { by: '-id', together: true }),
      rows(request, 'people').list([{ admin: true }, { dm: isSet }], { by: 'person', together: true }),
      rows(request, 'people').list({}, { by: '-seenAt', limit: 1, columns: ['dm', 'name'], together: true }),
      rows(request, 'people').find({ name: 'Nobody' }, { together: true }),
    ])
    expect(together).toEqual([
      await mentorships.list({}, { by: '-id' }),
      await rows(ours, 'people').list([{ admin: true }, { dm: isSet }], { by: 'person' }),
      [{ dm: null, name: 'Chidi' }],
      undefined,
    ])
    expect(together[0]).toHaveLength(2)
    await db.commit(mentorships.change('2', { needsHandAt: null, why: { ...record, score: 4 } }))
    expect(await mentorships.find('2')).toMatchObject({ needsHandAt: null, why: { score: 4 } })
  })

  it('asks for what one turn wants in one statement, and once in a request', async () => {
    const { db, ours, watched } = await workspaces()
    const request: Scope = { ...ours, read: new Map() }
    const people = rows(request, 'people')
    const asks = () =>
      Promise.all([
        people.listBy('person', ['UANA', 'UNOBODY']),
        people.listBy('person', ['UANA', 'UBEN'], {}, { by: 'name' }),
        people.listBy('person', ['UBEN']),
        people.some({ name: 'Ben' }),
        people.some([{ name: 'Another Ana' }, { name: 'Nobody', admin: true }]),
        rows(request, 'hiddenGuides').some({}),
      ])
    const before = watched.seen
    const [one, two, three, ...some] = await asks()
    expect([one, two, three].map((found) => [...found.keys()])).toEqual([
      ['UANA'],
      ['UANA', 'UBEN'],
      ['UBEN'],
    ])
    expect(two.get('UBEN')).toMatchObject([{ name: 'Ben', workspace: 'T1' }])
    expect(some).toEqual([true, false, false])
    expect(watched.seen - before).toBe(1)
    await asks()
    expect(watched.seen - before).toBe(1)
    expect(watched.unscoped).toEqual([])
    await db.commit(rows(ours, 'hiddenGuides').insert({ guide: 'first-meeting' }))
    expect(await rows(request, 'hiddenGuides').some({})).toBe(false)
    request.read?.clear()
    expect(await rows(request, 'hiddenGuides').some({})).toBe(true)
    // Without a request each question is asked anew.
    expect(await rows(ours, 'hiddenGuides').some({})).toBe(true)
    expect((await rows(ours, 'people').listBy('person', ['UCHI'])).get('UCHI')).toHaveLength(1)
  })

  it('reads once what one request asks twice, and anew what was written meanwhile by others', async () => {
    const { db, ours } = await workspaces()
    const request: Scope = { ...ours, read: new Map() }
    const name = async (scope: Scope) => (await rows(scope, 'people').find({ person: 'UANA' }))?.name
    expect(await name(request)).toBe('Ana')
    await db.commit(rows(ours, 'people').change({ person: 'UANA' }, { name: 'Ana B.' }))
    expect(await name(request)).toBe('Ana')
    expect(await name(ours)).toBe('Ana B.')
    request.read?.clear()
    expect(await name(request)).toBe('Ana B.')
  })
})

/** Fills a store with people and channels from their seeds. */
import type { Channel, ChannelSeed, Person, PersonSeed } from './types.ts'
import { findPerson, newId, type World } from './world.ts'

/** A person from a seed, with dull defaults. The address is at example.com, which nobody owns. */
export function personFrom(world: World, seed: PersonSeed): Person {
  const realName = seed.realName ?? seed.name.replace(/^./, (first) => first.toUpperCase())
  return {
    id: seed.id ?? newId(world, 'U'),
    teamId: seed.teamId ?? world.workspace.id,
    ...(seed.teams && { teams: seed.teams }),
    name: seed.name,
    realName,
    displayName: seed.displayName ?? realName,
    email: seed.email ?? (seed.isBot || seed.id === 'USLACKBOT' ? '' : `${seed.name}@example.com`),
    title: seed.title ?? '',
    tz: seed.tz ?? 'Europe/Lisbon',
    locale: seed.locale ?? 'en-US',
    isBot: seed.isBot ?? false,
    isGuest: seed.isGuest ?? false,
    isSingleChannelGuest: seed.isSingleChannelGuest ?? false,
    isStranger: seed.isStranger ?? false,
    isAdmin: seed.isAdmin ?? false,
    isOwner: seed.isOwner ?? false,
    deleted: seed.deleted ?? false,
    updatedAt: seed.updatedAt ?? world.clock.now(),
  }
}

export function addPerson(world: World, seed: PersonSeed): Person {
  const person = personFrom(world, seed)
  if (world.store.people.has(person.id)) throw new Error(`There is somebody with the id ${person.id} already`)
  for (const each of world.store.people.values()) {
    if (each.name === person.name) throw new Error(`There is somebody called ${person.name} already`)
  }
  world.store.people.set(person.id, person)
  return person
}

/** Whether somebody joins public channels by default. */
export const isRegular = (person: Person) =>
  !(person.isBot || person.isGuest || person.isSingleChannelGuest || person.isStranger || person.deleted) &&
  person.id !== 'USLACKBOT'

export function addChannel(world: World, seed: ChannelSeed): Channel {
  const everybody = [...world.store.people.values()].filter(isRegular).map((person) => person.id)
  const members = seed.members?.map((each) => findPerson(world, each).id) ?? everybody
  if (seed.bot) members.push(world.app.botUserId)
  const channel: Channel = {
    id: seed.id ?? newId(world, 'C'),
    name: seed.name,
    kind: seed.kind ?? 'public',
    members: [...new Set(members)],
    archived: seed.archived ?? false,
    isGeneral: seed.isGeneral ?? false,
    topic: seed.topic ?? '',
    posting: seed.posting ?? 'everyone',
    createdAt: world.clock.now(),
  }
  world.store.channels.set(channel.id, channel)
  return channel
}

// A game by other numbers for one test: a copy of the built-in catalog with changes.

import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../assets/catalog', import.meta.url))

/**
 * A catalog for a duel, in a new folder: a small empty sector, no protection, guns that decide it quickly, and no loot
 * that would add to a score behind the test's back.
 * Whoever asks for it removes the folder.
 */
export async function duelCatalog(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orbrawl-duel-'))
  await cp(built, dir, { recursive: true })
  await change(join(dir, 'sector.json'), { radiusMin: 800, radiusMax: 800, rockMax: 0, spawnProtect: 0 })
  await change(join(dir, 'growth.json'), { lootShare: 0, lootMax: 0 })
  const weapons = JSON.parse(await readFile(join(dir, 'weapons.json'), 'utf8')) as { damage: number }[]
  for (const weapon of weapons) weapon.damage = 60
  await writeFile(join(dir, 'weapons.json'), JSON.stringify(weapons))
  return dir
}

/** A catalog for a quick life, in a new folder: a crowded sector where one hit is many levels and the storm is deadly. */
export async function quickCatalog(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orbrawl-quick-'))
  await cp(built, dir, { recursive: true })
  await change(join(dir, 'sector.json'), { radiusMin: 900, radiusMax: 900, rockMax: 0, stormDamage: 90 })
  await change(join(dir, 'growth.json'), { damageExperience: 10 })
  return dir
}

/**
 * A catalog for a first minute that fits into a test: levels come soon, and who finds no fight is lost to the storm.
 * Whoever asks for it removes the folder.
 */
export async function minuteCatalog(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orbrawl-minute-'))
  await cp(built, dir, { recursive: true })
  await change(join(dir, 'growth.json'), { firstLevel: 4, oreExperience: 4, damageExperience: 0.2 })
  await change(join(dir, 'sector.json'), { radiusMin: 1100, radiusMax: 1100, rockArea: 50000, stormDamage: 60 })
  return dir
}

async function change(file: string, values: Record<string, number>): Promise<void> {
  const all = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  await writeFile(file, JSON.stringify({ ...all, ...values }))
}

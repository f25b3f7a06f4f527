// A game by other numbers for one server: a copy of the built-in catalog with changes.

import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../assets/catalog', import.meta.url))

/** By file and key; in a file with a list, such as the weapons, each entry is given the values. */
export type Changes = Record<string, Record<string, number>>

/** Two who meet in the middle and decide it quickly: a small empty sector, no protection, no loot that adds to a score. */
export const duel: Changes = {
  sector: { radiusMin: 800, radiusMax: 800, rockMax: 0, spawnReach: 0.2, spawnClear: 0, spawnProtect: 0 },
  growth: { lootShare: 0, lootMax: 0 },
  weapons: { damage: 60, radius: 20 },
}

/** A quick life: a crowd in which one hit is a level, and only the storm is deadly: nobody is lost before it is time. */
export const quick: Changes = {
  sector: { radiusMin: 900, radiusMax: 900, rockMax: 0, spawnReach: 0.3, stormDamage: 300 },
  growth: { damageExperience: 10, firstLevel: 1 },
  weapons: { damage: 1, radius: 30 },
  rocks: { bumpDamage: 0 },
}

/** A first minute that fits into a test: rocks break and levels come soon, and only the storm ends a life for sure. */
export const minute: Changes = {
  growth: { firstLevel: 4, oreExperience: 4, damageExperience: 0 },
  sector: { radiusMin: 1400, radiusMax: 1400, rockArea: 30000, stormDamage: 1000 },
  rocks: { hullPerRadius: 0.3 },
  hulls: { shield: 2500, magnet: 300 },
}

/** Nothing hurts and nothing scores: all pilots stay, and so does their order in the table. */
export const peace: Changes = {
  sector: { stormDamage: 0 },
  growth: { scoreOre: 0, scoreRich: 0 },
  weapons: { damage: 0 },
  beam: { shipDamage: 0 },
  rocks: { bumpDamage: 0 },
}

/** Writes the changed catalog into a folder that is not there yet. */
export async function writeCatalog(dir: string, changes: Changes): Promise<void> {
  await cp(built, dir, { recursive: true })
  for (const [name, values] of Object.entries(changes)) {
    const file = join(dir, `${name}.json`)
    const all = JSON.parse(await readFile(file, 'utf8')) as object | object[]
    const changed = Array.isArray(all) ? all.map((one: object) => ({ ...one, ...values })) : { ...all, ...values }
    await writeFile(file, JSON.stringify(changed))
  }
}

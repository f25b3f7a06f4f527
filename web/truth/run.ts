// One measurement: a server with bots that records, some visits over a line of that weather, and the verdict.

import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startServer } from '../e2e/server.ts'
import { readCatalog } from '../src/world/catalog.ts'
import { Verdict } from './judge.ts'
import { Pulse } from './pulse.ts'
import { readTruth } from './truth.ts'
import { Visit } from './visit.ts'
import type { Weather } from './weather.ts'

const run = promisify(execFile)
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const binary = process.env.ORBRAWL_BIN ?? here('../../bin/orbrawl')
const pictureMs = 1000 / 60
const fillMs = 60_000

export interface Course {
  seconds: number
  /** Visits over the same line are judged together. */
  lines: { name: string; weather: Weather; visits: number }[]
  /** Ships in the sector, those of the visits included. */
  ships: number
  /** u² of the sector for each of them; little makes a crowd that fights and collides. */
  areaPerShip: number
  seed: number
}

interface Flown {
  name: string // of the line
  visit: Visit
}

/** Runs it all, and gives a verdict for the name of each line. The folders it makes are gone afterwards. */
export async function measure(course: Course): Promise<Map<string, Verdict>> {
  const dir = await mkdtemp(join(tmpdir(), 'orbrawl-truth-'))
  try {
    const catalog = await roomy(dir, course.areaPerShip)
    const visits = await record(dir, catalog, course)
    const recording = (await readdir(dir)).find((name) => name.endsWith('.orl'))
    if (recording === undefined) throw new Error('the server recorded nothing')
    const out = join(dir, 'truth.ndjson')
    await run(binary, ['replay', join(dir, recording), '--catalog', catalog, '--truth', out])
    const truth = await readTruth(out)
    const verdicts = new Map(course.lines.map(({ name }) => [name, new Verdict()]))
    for (const { name, visit } of visits) verdicts.get(name)!.take(truth, visit)
    return verdicts
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

// The game's own numbers but for the room that ships have.
async function roomy(dir: string, areaPerPilot: number): Promise<string> {
  const catalog = join(dir, 'catalog')
  await cp(here('../../assets/catalog'), catalog, { recursive: true })
  const file = join(catalog, 'sector.json')
  const sector = JSON.parse(await readFile(file, 'utf8')) as object
  await writeFile(file, JSON.stringify({ ...sector, radiusMin: 800, areaPerPilot }))
  return catalog
}

async function record(dir: string, catalog: string, course: Course): Promise<Flown[]> {
  const { ships, seed } = course
  const flags = ['--data', dir, '--record', '--catalog', catalog, '--bots', `${ships}`, '--seed', `${seed}`]
  const server = await startServer([...flags, '--drain', '0s', '--log-level', 'WARN'])
  const visits: Flown[] = []
  try {
    const host = {
      url: `${server.play.replace('http', 'ws')}/ws`,
      catalog: readCatalog(await ask(`${server.play}/api/catalog`)),
      pulse: new Pulse(),
    }
    await untilFull(server.play, ships)
    for (const { name, weather, visits: many } of course.lines) {
      for (let i = 0; i < many; i++) {
        const visit = new Visit(host, weather, seed + 10 * visits.length)
        visits.push({ name, visit })
      }
    }
    await fly(visits, course.seconds)
  } finally {
    for (const { visit } of visits) visit.leave()
    await server.stop()
  }
  return visits
}

const ask = async (url: string): Promise<unknown> => (await fetch(url)).json()

async function untilFull(play: string, ships: number): Promise<void> {
  for (const end = Date.now() + fillMs; ; await setTimeout(50)) {
    const { bots } = (await ask(`${play}/api/state`)) as { bots: number }
    if (bots >= ships) return
    if (Date.now() > end) throw new Error(`after ${fillMs} ms there are ${bots} bots of ${ships}`)
  }
}

// Pictures come as on a screen of 60 Hz; one that is late by more than a picture is left out, as a screen does.
async function fly(visits: readonly Flown[], seconds: number): Promise<void> {
  const start = performance.now()
  for (let picture = 0; picture * pictureMs < seconds * 1000; ) {
    for (const { visit } of visits) visit.frame()
    picture = Math.max(picture + 1, Math.floor((performance.now() - start) / pictureMs))
    await setTimeout(Math.max(1, start + picture * pictureMs - performance.now()))
  }
}

// Fills the HUD's plain values from the world, the line and what the server told. Pure reading; called at
// most ten times a second.

import type { DeathCard, FeedRow, HudState, MapDot, Phase } from '../hud/state.ts'
import type { Line } from '../net/line.ts'
import { Nobody, PhaseDead, PhaseFlying, ShipBot, ShipBounty } from '../net/protocol.gen.ts'
import type { Settings } from '../settings/settings.ts'
import { english } from '../words/words.ts'
import type { Beliefs } from '../world/beliefs.ts'
import type { Catalog } from '../world/catalog.ts'
import type { Clock } from '../world/clock.ts'
import type { Predicted } from '../world/predict.ts'
import { newWatched } from './watch.ts'
import { kindOre, kindRock, kindShip } from '../world/thing.ts'
import type { Meter } from './meter.ts'
import { judgeLine } from './meter.ts'
import type { KillTold, Standing } from './standing.ts'

const causes = ['other', 'pulse', 'beam', 'ram', 'rock', 'storm', 'left']
const heatSide = 16

export interface Sources {
  catalog: Catalog
  line: Line
  clock: Clock
  beliefs: Beliefs
  own: Predicted
  standing: Standing
  meter: Pick<Meter, 'stallMs'>
  settings: { readonly now: Readonly<Settings> }
}

export function newHudState(): HudState {
  return {
    phase: 'connecting',
    name: '',
    hue: 0,
    hull: 1,
    hullMax: 1,
    shield: 1,
    shieldMax: 1,
    energy: 1,
    level: 0,
    levelFrac: 0,
    ore: 0,
    score: 0,
    kills: 0,
    rank: 0,
    pilots: 0,
    bots: 0,
    choices: [],
    choicesWaiting: 0,
    board: [],
    feed: [],
    map: [],
    mapAim: 0,
    storm: false,
    pingMs: -1,
    quality: 'good',
    why: '',
    sentence: '',
    autopilot: false,
    retryIn: -1,
    death: null,
    autoFire: false,
    watched: newWatched(),
    queued: false,
  }
}

export class Panel {
  readonly state = newHudState()
  /** The line has been open once: from then on its loss is an interruption, not a start. */
  joined = false
  /** A ship was asked for again by itself; until it is there, it is the interruption that goes on. */
  returning = false
  readonly #from: Sources
  #deaths = 0
  #ownName = '' // as the server gave it to the last ship

  constructor(from: Sources) {
    this.#from = from
  }

  /** Fills the state; `nowMs` on the line's clock, `aim` in radians. */
  fill(nowMs: number, aim: number): HudState {
    const s = this.state
    s.phase = this.phase
    s.mapAim = aim
    this.#fillShip(s)
    this.#fillStanding(s)
    this.#fillLine(s, nowMs)
    this.#fillMap(s)
    return s
  }

  /** What the player is in, this moment. */
  get phase(): Phase {
    const { line, own, standing } = this.#from
    if (line.state === 'closed') return 'closed'
    const coming = this.joined || line.state === 'waiting' ? 'reconnecting' : 'connecting'
    if (line.state !== 'open') return coming
    // After an interruption the old phase stands until the ship is told anew.
    if (standing.phase.phase === PhaseFlying) return own.flying ? 'flying' : coming
    if (standing.phase.phase === PhaseDead) return 'dead'
    return this.returning ? coming : 'menu'
  }

  #fillShip(s: HudState): void {
    const { beliefs, own, settings, standing } = this.#from
    const { status, map } = standing
    const dead = s.phase === 'dead'
    if (own.flying) this.#ownName = beliefs.find(own.slot)?.name ?? ''
    s.name = this.#ownName || settings.now.name
    s.hue = settings.now.hue
    s.autoFire = settings.now.autoFire
    s.hull = dead ? 0 : share(status.hull, status.hullMax)
    s.hullMax = status.hullMax
    s.shield = dead ? 0 : share(status.shield, status.shieldMax)
    s.shieldMax = status.shieldMax
    s.energy = own.flying ? share(own.body.energy, own.drive.energyMax) : dead ? 0 : 1
    s.storm = own.flying && map.radius > 0 && Math.hypot(own.body.x, own.body.y) > map.radius
  }

  #fillStanding(s: HudState): void {
    const { progress, offer, phase } = this.#from.standing
    s.level = progress.level
    s.levelFrac = progress.frac / 255
    s.ore = progress.ore
    s.score = progress.score
    s.kills = progress.kills
    s.rank = progress.rank
    s.pilots = progress.pilots
    s.bots = progress.bots
    const open = offer.number !== 0 && phase.phase === PhaseFlying
    s.choices = open ? [offer.a, offer.b, offer.c].map((track) => this.#choice(track)) : []
    s.choicesWaiting = offer.waiting
    s.board = this.#board()
    s.feed = this.#from.standing.kills.map((kill) => this.#feedRow(kill))
    this.#fillDeath(s)
  }

  #choice(track: number): HudState['choices'][number] {
    const { catalog, own } = this.#from
    return { track: catalog.growth.tracks[track]?.key ?? 'ability', level: (own.tracks[track] ?? 0) + 1 }
  }

  #board(): HudState['board'] {
    const { own, standing } = this.#from
    const { rows } = standing.board
    // The table is some seconds old: between two ships its rows name no slot of ours, but our rank does.
    const bySlot = own.flying ? rows.findIndex((row) => row.slot === own.slot) : -1
    const ours = bySlot >= 0 ? bySlot : standing.progress.rank - 1
    return rows.map((row, i) => ({
      rank: i + 1,
      name: row.name,
      score: row.score,
      own: i === ours,
      bot: (row.flags & ShipBot) !== 0,
      bounty: (row.flags & ShipBounty) !== 0,
    }))
  }

  #feedRow(kill: KillTold): FeedRow {
    const { slot } = this.#from.own
    return {
      id: kill.id,
      by: kill.by,
      byHue: kill.byHue,
      victim: kill.victim,
      victimHue: kill.victimHue,
      weapon: causes[kill.cause] ?? 'other',
      own: slot >= 0 && (kill.bySlot === slot || kill.slot === slot),
    }
  }

  // The HUD knows a new death by a new card.
  #fillDeath(s: HudState): void {
    const { died, deaths, phase } = this.#from.standing
    if (phase.phase !== PhaseDead) s.death = null
    else if (s.death === null || this.#deaths !== deaths) s.death = cardOf(died)
    this.#deaths = deaths
  }

  #fillLine(s: HudState, nowMs: number): void {
    const { line, clock, meter, standing } = this.#from
    s.pingMs = clock.rttMs
    s.why = whyOf(line)
    s.sentence = line.sentence
    s.autopilot = line.why + line.sentence === '' && standing.phase.phase === PhaseFlying
    s.retryIn = line.retryAt < 0 ? -1 : Math.max(0, (line.retryAt - nowMs) / 1000)
    const silentMs = nowMs - line.heardAt
    s.quality = line.state === 'open' ? judgeLine(clock.rttMs, clock.jitter, silentMs, meter.stallMs) : 'lost'
  }

  #fillMap(s: HudState): void {
    const { beliefs, own, standing } = this.#from
    const { radius, leader, leaderX, leaderY } = standing.map
    s.map.length = 0
    if (radius === 0) return
    this.#addHeat(s.map, radius)
    for (const t of beliefs.living) {
      const ours = own.flying && t.slot === own.slot
      const big = t.kind === kindRock && t.radius > 60
      if (ours || (t.kind !== kindShip && t.kind !== kindOre && !big)) continue
      const kind =
        t.kind === kindOre ? 'ore' : t.kind === kindRock ? 'rock' : (t.looks & ShipBot) !== 0 ? 'bot' : 'ship'
      s.map.push({ x: t.x / radius, y: t.y / radius, kind })
    }
    if (leader !== Nobody && leader !== own.slot) s.map.push({ x: leaderX / 127, y: leaderY / 127, kind: 'bounty' })
    if (own.flying) s.map.push({ x: own.body.x / radius, y: own.body.y / radius, kind: 'own' })
  }

  // Ships far off are known by square only: 16 × 16 of them, two in a byte, the left one in the low half.
  #addHeat(map: MapDot[], radius: number): void {
    const { beliefs, standing } = this.#from
    const { heat } = standing.map
    for (let i = 0; i < heat.length * 2; i++) {
      const many = (heat[i >> 1]! >> (4 * (i & 1))) & 15
      if (many === 0) continue
      const x = ((i % heatSide) + 0.5) / (heatSide / 2) - 1
      const y = (Math.floor(i / heatSide) + 0.5) / (heatSide / 2) - 1
      if (!beliefs.seesPoint(x * radius, y * radius)) map.push({ x, y, kind: 'ship' })
    }
  }
}

// A host may say something of its own in place of what all servers say.
function whyOf({ why, sentence }: Line): string {
  return sentence === '' || sentence === (english as Readonly<Record<string, string>>)[`bye.${why}`] ? why : ''
}

function share(now: number, most: number): number {
  return most > 0 ? Math.max(0, Math.min(1, now / most)) : 0
}

function cardOf(died: Standing['died']): DeathCard {
  return {
    killer: died.by,
    weapon: causes[died.cause] ?? 'other',
    seconds: died.seconds,
    kills: died.kills,
    score: died.score,
    level: died.level,
    levelKept: died.kept,
  }
}

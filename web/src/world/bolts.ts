// In which time bolts are shown, a choice for honest aiming and dodging.
//
// The own bolts fly in the own ship's time, ahead of the server. They meet their targets on the screen before
// the server says so; then they wait unseen, and come out again if the server says nothing.
//
// A bolt of another leaves the muzzle in the time of the others (render). Coming near the own ship, its time
// runs up to that of the own ship (predict): there the server finds the own ship when it judges, so what is
// dodged on the screen is dodged. Far bolts stay in the time of the ships around them and are seen to strike.

import { covered } from './aim.ts'
import type { Beliefs } from './beliefs.ts'
import type { Moment } from './moment.ts'
import { newBolt, take } from './pools.ts'
import type { Predicted } from './predict.ts'
import type { Shown } from './shown.ts'
import type { Thing } from './thing.ts'
import { idOf } from './thing.ts'

const easeTicks = 14 // a bolt's time runs up within so many ticks of its flight
const nearU = 320 // bolts this near are fully in the own ship's time
const farU = 760 // and beyond this not at all
const fadeTicks = 4 // before the end of its range

/** Shows a bolt if its moment has come. `tick` is that of the beliefs. False once it is over. */
export function showBolt(shown: Shown, t: Thing, tick: number, own: Predicted, m: Moment): boolean {
  const ours = own.flying && t.owner === own.slot
  const known = t.place >= 0 ? tick : t.endTick // the tick at which it is where the belief says
  const at = ours ? m.predict : m.render + ahead(t, known, own, m)
  if (at > t.dies + 1 || (t.place < 0 && at >= t.endTick)) return false
  if (at < t.born) return true
  t.shownSince = m.render
  const x = t.x + (t.vx * (at - known)) / 30
  const y = t.y + (t.vy * (at - known)) / 30
  if (ours && waits(shown, t, x, y, tick, m)) return true
  put(shown, idOf(t), ours, t.hue, x, y, t.vx, t.vy, t.dies + 1 - at)
  return true
}

/** Shows the own shots that the server has not told of yet. */
export function showShots(shown: Shown, beliefs: Beliefs, own: Predicted, m: Moment): void {
  const hue = beliefs.find(own.slot)?.hue ?? 0
  for (const shot of own.shots) {
    if (shot.tick < 0) continue
    const age = m.predict - shot.tick
    // The server has been at that tick and told of no such shot: there was none.
    if (age > shot.far || beliefs.tick > shot.tick + 3) {
      shot.tick = -1
      continue
    }
    const x = shot.x + (shot.vx * age) / 30
    const y = shot.y + (shot.vy * age) / 30
    if (age < 0 || waits(shown, shot, x, y, beliefs.tick, m)) continue
    put(shown, shot.id, true, hue, x, y, shot.vx, shot.vy, shot.far - age)
  }
}

// How far ahead of render time a bolt of another is shown, in ticks.
function ahead(t: Thing, known: number, own: Predicted, m: Moment): number {
  if (!own.flying) return 0
  const x = t.x + (t.vx * (m.render - known)) / 30
  const y = t.y + (t.vy * (m.render - known)) / 30
  const gap = Math.hypot(x - m.own.x, y - m.own.y)
  const near = Math.max(0, Math.min(1, (farU - gap) / (farU - nearU)))
  const grown = Math.max(0, Math.min(1, (m.render - t.born) / easeTicks))
  return (m.predict - m.render) * near * grown
}

function waits(shown: Shown, bolt: { coverTick: number }, x: number, y: number, tick: number, m: Moment): boolean {
  if (bolt.coverTick < 0 && covered(shown, x, y)) bolt.coverTick = m.predict
  return bolt.coverTick >= 0 && tick <= bolt.coverTick + 1
}

function put(
  shown: Shown,
  id: number,
  own: boolean,
  hue: number,
  x: number,
  y: number,
  vx: number,
  vy: number,
  ticksLeft: number,
): void {
  const s = take(shown.bolts, newBolt)
  s.id = id
  s.own = own
  s.hue = hue
  s.x = x
  s.y = y
  s.vx = vx
  s.vy = vy
  s.fade = Math.max(0, Math.min(1, ticksLeft / fadeTicks))
}

// How things move: the twin of game/flight in Go, bit for bit. Only sums, products, quotients and square
// roots, in the order written there; game/flight/testdata/flight.json is the proof for both. Change neither
// without the other.

/** Ticks a second, and the length of one in seconds. */
export const rate = 30
export const dt = 1 / 30

const dirs = 1024
const restSpeed2 = 0.25

/** What flight changes. */
export interface Body {
  x: number // u
  y: number
  vx: number // u/s
  vy: number
  energy: number // points
  cool: number // ticks until the gun is ready
}

/** What a pilot asks of the ship in one tick. */
export interface Helm {
  move: number // direction of thrust, 1/256 turns
  power: number // 0 to 15
  boost: boolean
  beam: boolean
}

/** How a ship answers; it follows from hull and upgrades. */
export interface Drive {
  accel: number // u/s² at full power
  drag: number // share of speed lost a second
  boost: number // factor on accel while boosting
  boostCost: number // energy a second
  beamCost: number // energy a second
  regen: number // energy a second while neither burns
  energyMax: number // points
}

/** The unit vectors of all directions: x of direction i at 2i, y after it. */
export const table: Float64Array = makeTable()

function makeTable(): Float64Array {
  const t = new Float64Array(2 * dirs)
  t.set([1, 0], 0)
  t.set([0, 1], dirs / 2)
  t.set([-1, 0], dirs)
  t.set([0, -1], (3 * dirs) / 2)
  for (let step = dirs / 4; step > 1; step /= 2) {
    for (let i = 0; i < dirs; i += step) halve(t, i, (i + step) % dirs, i + step / 2)
  }
  return t
}

function halve(t: Float64Array, a: number, b: number, between: number): void {
  const x = t[2 * a]! + t[2 * b]!
  const y = t[2 * a + 1]! + t[2 * b + 1]!
  const n = Math.sqrt(x * x + y * y)
  t[2 * between] = x / n
  t[2 * between + 1] = y / n
}

/** What the energy allowed in the last `step`, as bits: burnBoost, burnBeam. */
export const burnBoost = 1
export const burnBeam = 2

/** Flies one tick: first the energy decides what burns, then the body moves. Returns what burnt. */
export function step(b: Body, h: Helm, d: Drive): number {
  const burn = spend(b, h, d)
  move(b, h.move, h.power, (burn & burnBoost) !== 0, d)
  if (b.cool > 0) b.cool--
  return burn
}

function spend(b: Body, h: Helm, d: Drive): number {
  let burn = 0
  let cost = d.boostCost * dt
  if (h.boost && h.power > 0 && b.energy >= cost) {
    b.energy -= cost
    burn = burnBoost
  }
  cost = d.beamCost * dt
  if (h.beam && b.energy >= cost) {
    b.energy -= cost
    burn |= burnBeam
  }
  if (burn === 0) {
    b.energy += d.regen * dt
    if (b.energy > d.energyMax) b.energy = d.energyMax
  }
  return burn
}

/** Flies a body one tick under thrust: all that is needed to fly what one believes of others. */
export function move(b: Body, dir: number, power: number, boosting: boolean, d: Drive): void {
  const keep = 1 - d.drag * dt
  b.vx *= keep
  b.vy *= keep
  if (power > 0) {
    let a = ((d.accel * power) / 15) * dt
    if (boosting) a *= d.boost
    const at = dir * (dirs / 128)
    b.vx += table[at]! * a
    b.vy += table[at + 1]! * a
  } else if (b.vx * b.vx + b.vy * b.vy < restSpeed2) {
    b.vx = b.vy = 0
  }
  b.x += b.vx * dt
  b.y += b.vy * dt
}

/** Moves a thing without an engine one tick; drag is the share of speed lost a second. */
export function drift(b: Body, drag: number): void {
  const keep = 1 - drag * dt
  b.vx *= keep
  b.vy *= keep
  if (b.vx * b.vx + b.vy * b.vy < restSpeed2) b.vx = b.vy = 0
  b.x += b.vx * dt
  b.y += b.vy * dt
}

/** Whether the gun fires this tick; starts its pause of `period` ticks if so. */
export function trigger(b: Body, fire: boolean, period: number): boolean {
  if (!fire || b.cool > 0) return false
  b.cool = period
  return true
}

/** The direction in the table nearest to (x, y); 0 when both are 0 or not finite. */
export function dirOf(x: number, y: number): number {
  if (!(x * x + y * y > 0) || Math.abs(x) === Infinity || Math.abs(y) === Infinity) return 0
  let lo = quadrant(x, y)
  for (let width = dirs / 4; width > 1; ) {
    const half = Math.floor(width / 2)
    const m = 2 * (lo + half)
    if (table[m]! * y - table[m + 1]! * x >= 0) lo += half
    width -= half
  }
  const next = (lo + 1) % dirs
  return dot(next, x, y) > dot(lo, x, y) ? next : lo
}

function quadrant(x: number, y: number): number {
  if (x > 0 && y >= 0) return 0
  if (x <= 0 && y > 0) return dirs / 4
  return x < 0 ? dirs / 2 : (3 * dirs) / 4
}

function dot(dir: number, x: number, y: number): number {
  return table[2 * dir]! * x + table[2 * dir + 1]! * y
}

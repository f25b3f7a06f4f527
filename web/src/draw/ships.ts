// Ships: engine flame below, hull, shield above. Names and bars are the overlay's work.

import type { ShownAfar, ShownShip } from '../world/shown.ts'
import type { Frame } from './frame.ts'
import { kinds } from './glsl/world.ts'
import { hueGain, hueInk, inks } from './palette.ts'
import { drawRefits, drawShieldRing, refitSize } from './refit.ts'

const spriteReach = 1.5 // a ship's cell spans so many radii of the shape
const generous = 1.42 // the shape is drawn larger than what can be hit
const plainEdge = 0.65 // how strong the outline of a ship of level 0 is
const flashSeconds = 0.09
const shieldSeconds = 1.1 // how long a blow keeps the shield visible

export function drawShips(frame: Frame): void {
  const { ships } = frame.shown
  for (let pass = 0; pass < 3; pass++) {
    for (let i = 0; i < ships.count; i++) {
      const ship = ships.items[i]!
      if (!frame.camera.sees(ship.x, ship.y, ship.radius * 5)) continue
      if (pass === 0) drawFlame(frame, ship)
      else if (pass === 1) drawHull(frame, ship)
      else drawShield(frame, ship)
    }
  }
}

/** Ships seen from afar: a hull and nothing more. Only the bounty is marked there too. */
export function drawAfar(frame: Frame): void {
  const { afar } = frame.shown
  for (let i = 0; i < afar.count; i++) {
    const ship = afar.items[i]!
    if (!frame.camera.sees(ship.x, ship.y, ship.radius * 3)) continue
    if (ship.bounty) drawBountyRing(frame, ship, ship.radius * generous)
    const size = ship.radius * spriteReach * generous
    frame.batch.ink(hueInk(ship.hue), ship.fade, hueGain(ship.hue)).shape(kinds.ship, 0, plainEdge)
    frame.atlas.showShip(frame.batch, ship.hull, 0)
    frame.batch.put(ship.x, ship.y, size, size, ship.angle)
  }
}

function drawFlame(frame: Frame, ship: ShownShip): void {
  const { batch, shown } = frame
  const hue = hueInk(ship.hue)
  const shine = hueGain(ship.hue)
  const reach = ship.radius * generous
  const dim = ship.fade * (ship.adrift ? 0.4 : 1)
  batch
    .ink(hue, dim, (ship.own ? 0.2 : 0.26) * shine)
    .shape(kinds.glow)
    .upright(ship.x, ship.y, reach * 2.7, reach * 2.7)
  if (ship.bounty) drawBountyRing(frame, ship, reach)
  if (ship.thrust < 0.03) return
  const flicker = frame.reducedMotion ? 0.5 : 0.5 + 0.5 * Math.sin(shown.time * 71 + ship.id * 7.3)
  const back = ship.thrustAngle + Math.PI
  const engine = refitSize('engine', ship)
  const length = reach * (0.6 + 1.1 * ship.thrust + (ship.boost ? 1.3 : 0) + 0.15 * engine) * (0.9 + 0.16 * flicker)
  batch.ink(hue, dim, (ship.boost ? 4.4 : 2.7) * shine).shape(kinds.plume, flicker, ship.boost ? 1 : 0.25)
  if (engine === 0) putPlume(frame, ship, back, reach, length, 0, ship.boost ? 0.62 : 0.5)
  for (let side = -1; engine > 0 && side <= 1; side += 2)
    putPlume(frame, ship, back, reach, length, side * 0.24, (ship.boost ? 0.44 : 0.34) + 0.06 * engine)
  const stern = reach * 0.72
  const halo = reach * ((ship.boost ? 1.7 : 1.15) + 0.1 * engine)
  batch.ink(hue, dim, 1.1 * ship.thrust * shine).shape(kinds.glow, 0.1)
  batch.upright(ship.x + Math.cos(back) * stern, ship.y + Math.sin(back) * stern, halo, halo)
}

// With the ink and shape in force; `aside` and `width` in times of the ship's reach.
function putPlume(
  frame: Frame,
  ship: ShownShip,
  back: number,
  reach: number,
  length: number,
  aside: number,
  width: number,
): void {
  const near = reach * 0.5 + length
  const cos = Math.cos(back)
  const sin = Math.sin(back)
  const x = ship.x + cos * near - sin * aside * reach
  const y = ship.y + sin * near + cos * aside * reach
  frame.batch.put(x, y, length, reach * width, back)
}

function drawBountyRing(frame: Frame, ship: ShownShip | ShownAfar, reach: number): void {
  const beat = frame.reducedMotion ? 0.5 : 0.5 + 0.5 * Math.sin(frame.shown.time * 4)
  const size = reach * (2.05 + 0.1 * beat)
  frame.batch
    .ink(inks.gold, ship.fade, 1.3 + beat)
    .shape(kinds.ring, 0.035, 0.25)
    .upright(ship.x, ship.y, size, size)
}

function drawHull(frame: Frame, ship: ShownShip): void {
  const { batch, atlas } = frame
  const size = ship.radius * spriteReach * generous
  const flash = ship.hitAge < flashSeconds ? (1 - ship.hitAge / flashSeconds) * (frame.reducedMotion ? 0.35 : 1) : 0
  const edge = Math.min(1, plainEdge + ship.level * 0.02)
  const dim = ship.adrift ? 0.7 : 0
  const shown = ship.protected && !frame.reducedMotion ? 0.8 + 0.2 * Math.sin(frame.shown.time * 12) : 1
  drawRefits(frame, ship, size, false, dim)
  batch.ink(hueInk(ship.hue), ship.fade * shown, hueGain(ship.hue)).shape(kinds.ship, flash, edge, dim)
  atlas.showShip(batch, ship.hull, ship.level)
  batch.put(ship.x, ship.y, size, size, ship.aim)
  drawRefits(frame, ship, size, true, dim)
}

function drawShield(frame: Frame, ship: ShownShip): void {
  const { batch, atlas, shown } = frame
  const size = ship.radius * generous * 1.7
  if (ship.shieldLeft > 0.02) drawShieldRing(frame, ship, ship.radius * generous)
  if (ship.protected) {
    const sweep = frame.reducedMotion ? 0.1 : shown.time * 0.55
    for (let half = 0; half < 2; half++) {
      batch.ink(inks.guard, ship.fade, 1.2).shape(kinds.shield, 0.6, (sweep + half * 0.5) % 1, 0.28)
      atlas.showShield(batch)
      batch.upright(ship.x, ship.y, size, size)
    }
    return
  }
  const struck = Math.max(0, 1 - ship.hitAge / shieldSeconds)
  if (ship.shieldLeft < 0.02) return
  const presence = (0.07 + 0.9 * struck * struck) * Math.min(1, 0.35 + ship.shieldLeft)
  const turn = ship.hitAngle / (Math.PI * 2)
  batch
    .ink(hueInk(ship.hue), ship.fade, 1.5 * hueGain(ship.hue))
    .shape(kinds.shield, struck * struck, turn - Math.floor(turn), presence)
  atlas.showShield(batch)
  batch.upright(ship.x, ship.y, size, size)
}

/** The mining beams, from nose to rock. */
export function drawBeams(frame: Frame): void {
  const { ships } = frame.shown
  for (let i = 0; i < ships.count; i++) {
    const ship = ships.items[i]!
    if (ship.mining) drawBeam(frame, ship)
  }
}

function drawBeam(frame: Frame, ship: ShownShip): void {
  const { batch, shown } = frame
  const x = ship.x + Math.cos(ship.aim) * ship.radius * generous
  const y = ship.y + Math.sin(ship.aim) * ship.radius * generous
  const dx = ship.beamX - x
  const dy = ship.beamY - y
  const length = Math.hypot(dx, dy)
  if (length < 1) return
  const hue = hueInk(ship.hue)
  const pulse = frame.reducedMotion ? 1 : 0.85 + 0.15 * Math.sin(shown.time * 43 + ship.id)
  const nx = -dy / length
  const ny = dx / length
  const end = ship.beamHits ? 1 : 0 // what hits nothing fades out
  batch
    .ink(hue, 1, 0.8 * pulse)
    .shape(kinds.ribbon)
    .strip(x, y, nx * 12, ny * 12, 0.4, ship.beamX, ship.beamY, nx * 17, ny * 17, 0.7 * end)
  batch.ink(hue, 1, 3.4 * pulse).strip(x, y, nx * 3, ny * 3, 0.8, ship.beamX, ship.beamY, nx * 4.2, ny * 4.2, end)
  if (!ship.beamHits) return
  batch
    .ink(hue, ship.fade, 2.4 * pulse)
    .shape(kinds.glow)
    .upright(ship.beamX, ship.beamY, 46 * pulse, 46 * pulse)
  batch
    .ink(inks.white, ship.fade, 2.2)
    .shape(kinds.glow, 0.2)
    .upright(ship.beamX, ship.beamY, 16 * pulse, 16 * pulse)
}

// What is written over the world: names and bars at ships, the crown of the bounty, rising numbers and
// arrows to what is out of sight. Sizes are CSS pixels, whatever the zoom.

import type { ShownAfar, ShownShip } from '../world/shown.ts'
import type { Frame } from './frame.ts'
import type { Glyph, Glyphs } from './glyphs.ts'
import type { Numbers, Rising } from './numbers.ts'
import { hueInk, inks } from './palette.ts'
import type { Threats } from './threats.ts'

const nameHalfPx = 10
const barHalfPx = 22
const arrowReach = 1500 // u, how far away a ship may be to get an arrow

export function drawOverlay(frame: Frame, glyphs: Glyphs, numbers: Numbers, threats: Threats): void {
  const { ships, afar } = frame.shown
  frame.batch.shape(0)
  for (let i = 0; i < ships.count; i++) {
    const ship = ships.items[i]!
    if (frame.camera.sees(ship.x, ship.y, 0)) drawLabel(frame, glyphs, ship)
    else if (!ship.own) drawArrow(frame, glyphs, ship, threats.has(ship.id))
  }
  for (let i = 0; i < afar.count; i++) {
    const ship = afar.items[i]!
    if (!ship.bounty) continue
    if (frame.camera.sees(ship.x, ship.y, 0)) drawCrown(frame, glyphs, ship)
    else drawArrow(frame, glyphs, ship, false)
  }
  for (const item of numbers.items) if (item.age < item.life) drawNumber(frame, glyphs, item)
}

function put(
  frame: Frame,
  glyph: Glyph,
  x: number,
  y: number,
  halfHeightPx: number,
  colour: number,
  alpha: number,
): void {
  const h = halfHeightPx * frame.perPx
  frame.batch.ink(colour, alpha, 1).window(glyph.u0, glyph.v0, glyph.u1, glyph.v1)
  frame.batch.upright(x, y, h * glyph.aspect, h)
}

function drawLabel(frame: Frame, glyphs: Glyphs, ship: ShownShip): void {
  const px = frame.perPx
  let y = ship.y + ship.radius * 1.9 + 8 * px
  if (!ship.own) {
    const glyph = ship.name ? glyphs.name(ship.name) : null
    if (glyph) {
      y += 6 * px
      put(frame, glyph, ship.x, y, nameHalfPx, hueInk(ship.hue), ship.fade * (ship.adrift ? 0.45 : ship.bot ? 0.75 : 1))
      y += 12 * px
    }
  }
  if (!ship.own || ship.hullLeft < 1 || ship.shieldLeft < 0.98) drawBars(frame, glyphs, ship, y)
  if (ship.bounty) drawCrown(frame, glyphs, ship)
}

function drawCrown(frame: Frame, glyphs: Glyphs, ship: ShownShip | ShownAfar): void {
  put(frame, glyphs.crown, ship.x, ship.y - ship.radius * 2.1 - 12 * frame.perPx, 11, inks.gold, ship.fade)
}

function drawBars(frame: Frame, glyphs: Glyphs, ship: ShownShip, y: number): void {
  const px = frame.perPx
  const half = barHalfPx * px
  const hull = ship.hullLeft < 0.3 ? inks.danger : ship.hullLeft < 0.6 ? inks.worn : inks.healthy
  const left = ship.x - half
  bar(frame, glyphs, left - px, y, half * 2 + 2 * px, 2.5 * px, inks.night, 0.65 * ship.fade)
  bar(frame, glyphs, left, y, half * 2 * ship.hullLeft, 1.5 * px, hull, 0.95 * ship.fade)
  if (ship.shieldLeft > 0.01)
    bar(frame, glyphs, left, y - 4.2 * px, half * 2 * ship.shieldLeft, 1 * px, inks.shield, 0.9 * ship.fade)
}

function bar(
  frame: Frame,
  glyphs: Glyphs,
  left: number,
  y: number,
  width: number,
  halfHeight: number,
  colour: number,
  alpha: number,
): void {
  const { u0, v0, u1, v1 } = glyphs.solid
  frame.batch
    .ink(colour, alpha, 1)
    .window(u0, v0, u1, v1)
    .upright(left + width / 2, y, width / 2, halfHeight)
}

function drawNumber(frame: Frame, glyphs: Glyphs, item: Rising): void {
  const t = item.age / item.life
  const pop = item.age < 0.1 && !frame.reducedMotion ? 1.35 - item.age * 3.5 : 1
  const half = 11 * item.size * pop
  const rise = (18 + 34 * (1 - (1 - t) * (1 - t))) * frame.perPx
  const alpha = Math.min(1, (1 - t) * 2.5)
  const advance = half * 2 * glyphs.digits[0]!.aspect * frame.perPx * 0.78
  let amount = Math.round(item.amount)
  let digits = item.sign ? 2 : 1
  for (let rest = amount; rest >= 10; rest = Math.floor(rest / 10)) digits++
  let x = item.x + ((digits - 1) / 2) * advance
  for (let i = 0; i < digits; i++) {
    const glyph = glyphs.digits[item.sign && i === digits - 1 ? 10 : amount % 10]!
    put(frame, glyph, x, item.y - rise, half, item.colour, alpha)
    amount = Math.floor(amount / 10)
    x -= advance
  }
}

// At the edge of the picture, towards a ship that is out of sight: small and faint for a pilot, red and beating for
// one who shoots at us, gold for the bounty.
function drawArrow(frame: Frame, glyphs: Glyphs, ship: ShownShip | ShownAfar, threat: boolean): void {
  const { camera, batch, perPx } = frame
  const dx = ship.x - camera.x
  const dy = ship.y - camera.y
  const far = Math.hypot(dx, dy)
  if (far > arrowReach) return
  const size = (threat ? 12 * beat(frame) : ship.bounty ? 10 : 5.5) * perPx
  const inset = 10 * perPx + size
  const scale = Math.min(
    (camera.halfWidth - inset) / Math.max(Math.abs(dx), 1),
    (camera.halfHeight - inset) / Math.max(Math.abs(dy), 1),
  )
  const alpha = ship.fade * (threat || ship.bounty ? 0.95 : 0.55 * (1 - far / arrowReach))
  const { u0, v0, u1, v1 } = glyphs.arrow
  const x = camera.x + dx * scale
  const y = camera.y + dy * scale
  const angle = Math.atan2(dy, dx)
  const colour = threat ? inks.danger : ship.bounty ? inks.gold : hueInk(ship.hue)
  batch.ink(colour, alpha, 1).window(u0, v0, u1, v1)
  batch.put(x, y, size, size, angle)
  if (!threat) return
  batch.put(x - Math.cos(angle) * size * 0.9, y - Math.sin(angle) * size * 0.9, size * 0.8, size * 0.8, angle)
}

// Twice a second, well below what could harm.
function beat(frame: Frame): number {
  return frame.reducedMotion ? 1 : 1 + 0.16 * Math.sin(frame.shown.time * Math.PI * 4)
}

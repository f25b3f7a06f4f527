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

export function drawOverlay(frame: Frame, glyphs: Glyphs, numbers: Numbers, threats: Threats | null): void {
  const { ships, afar } = frame.shown
  frame.batch.shape(0)
  for (let i = 0; i < ships.count; i++) {
    const ship = ships.items[i]!
    if (frame.camera.sees(ship.x, ship.y, 0)) drawLabel(frame, glyphs, ship)
    else if (!ship.own) drawArrow(frame, glyphs, ship, threats?.has(ship.id) ?? false)
  }
  for (let i = 0; i < afar.count; i++) {
    const ship = afar.items[i]!
    if (!ship.bounty) continue
    if (frame.camera.sees(ship.x, ship.y, 0)) drawCrown(frame, glyphs, ship)
    else drawArrow(frame, glyphs, ship, false)
  }
  for (const { x, y, until } of threats?.origins ?? []) {
    const left = until - frame.shown.time
    if (left > 0 && !frame.camera.sees(x, y, 0)) drawThreat(frame, glyphs, x, y, Math.min(1, left))
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

// Towards a ship that is out of sight: small and faint for a pilot, red and beating for one who shoots at us, gold for
// the bounty.
function drawArrow(frame: Frame, glyphs: Glyphs, ship: ShownShip | ShownAfar, threat: boolean): void {
  const { camera, perPx } = frame
  const far = Math.hypot(ship.x - camera.x, ship.y - camera.y)
  if (far > arrowReach) return
  if (threat) return drawThreat(frame, glyphs, ship.x, ship.y, ship.fade)
  const alpha = ship.fade * (ship.bounty ? 0.95 : 0.55 * (1 - far / arrowReach))
  frame.batch.ink(ship.bounty ? inks.gold : hueInk(ship.hue), alpha, 1)
  point(frame, glyphs, ship.x, ship.y, (ship.bounty ? 10 : 5.5) * perPx, 0)
}

function drawThreat(frame: Frame, glyphs: Glyphs, x: number, y: number, fade: number): void {
  const size = 12 * beat(frame) * frame.perPx
  frame.batch.ink(inks.danger, 0.95 * fade, 1)
  point(frame, glyphs, x, y, size, 0)
  point(frame, glyphs, x, y, size * 0.8, size)
}

// An arrow in the ink that is set, at the edge of the picture and `back` u from it, towards a place outside.
function point(frame: Frame, glyphs: Glyphs, toX: number, toY: number, size: number, back: number): void {
  const { camera, batch, perPx } = frame
  const dx = toX - camera.x
  const dy = toY - camera.y
  const inset = 10 * perPx + size
  const scale = Math.min(
    (camera.halfWidth - inset) / Math.max(Math.abs(dx), 1),
    (camera.halfHeight - inset) / Math.max(Math.abs(dy), 1),
  )
  const angle = Math.atan2(dy, dx)
  const { u0, v0, u1, v1 } = glyphs.arrow
  batch.window(u0, v0, u1, v1)
  const x = camera.x + dx * scale - Math.cos(angle) * back
  const y = camera.y + dy * scale - Math.sin(angle) * back
  batch.put(x, y, size, size, angle)
}

// Twice a second, well below what could harm.
function beat(frame: Frame): number {
  return frame.reducedMotion ? 1 : 1 + 0.16 * Math.sin(frame.shown.time * Math.PI * 4)
}

// The round map: the sector's rim, the own view cone, and a mark for each thing worth knowing. Kinds
// differ by shape as well as by colour. Drawn on a small 2D canvas at the HUD's pace.

import { palettes } from '../settings/palette.ts'
import type { Palette } from '../settings/palette.ts'
import type { SettingsStore } from '../settings/settings.ts'
import { el } from './dom.ts'
import type { HudState, MapDot } from './state.ts'

export interface Minimap {
  node: HTMLElement
  update(state: HudState): void
}

type Colours = Readonly<Record<MapDot['kind'], string>>

function coloursOf({ foe, warn, ore }: Palette): Colours {
  return { own: '#ffffff', ship: foe, bot: foe, bounty: warn, rock: '#8295ad', ore }
}

export function createMinimap(label: string, settings: SettingsStore): Minimap {
  const canvas = el('canvas', '')
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', label)
  const node = el('div', 'minimap', canvas)
  let pen: CanvasRenderingContext2D | null = null
  return {
    node,
    update(state) {
      // Asking for the width makes the page lay itself out at once, so not where the style sheet hides the map.
      if (state.phase === 'connecting' || (state.phase === 'menu' && !state.watched.on) || canvas.clientWidth === 0) return
      pen ??= canvas.getContext('2d')
      if (pen === null) return
      const size = Math.round(canvas.clientWidth * Math.min(2, devicePixelRatio))
      if (canvas.width !== size) canvas.width = canvas.height = size
      drawMap(pen, size, state, coloursOf(palettes[settings.now.palette]))
    },
  }
}

function drawMap(pen: CanvasRenderingContext2D, size: number, state: HudState, colours: Colours): void {
  const half = size / 2
  const reach = half * 0.93 // the sector's rim; the storm is the ring outside it
  const unit = size / 168
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.clearRect(0, 0, size, size)
  pen.translate(half, half)
  drawGrid(pen, reach, unit)
  for (const dot of state.map) if (dot.kind === 'own') drawCone(pen, dot, state.mapAim, reach)
  for (const dot of state.map) if (dot.kind !== 'own') drawDot(pen, dot, reach, unit, colours[dot.kind])
  for (const dot of state.map) if (dot.kind === 'own') drawOwn(pen, dot, state.mapAim, reach, unit)
}

function drawGrid(pen: CanvasRenderingContext2D, reach: number, unit: number): void {
  pen.lineWidth = unit
  for (let ring = 1; ring <= 3; ring++) {
    pen.strokeStyle = ring === 3 ? 'rgba(111,214,255,.55)' : 'rgba(111,214,255,.13)'
    pen.beginPath()
    pen.arc(0, 0, (reach * ring) / 3, 0, 2 * Math.PI)
    pen.stroke()
  }
}

function drawCone(pen: CanvasRenderingContext2D, dot: MapDot, aim: number, reach: number): void {
  const x = dot.x * reach
  const y = dot.y * reach
  const far = reach * 0.42
  const light = pen.createRadialGradient(x, y, 0, x, y, far)
  light.addColorStop(0, 'rgba(140,225,255,.6)')
  light.addColorStop(1, 'rgba(120,220,255,0)')
  pen.fillStyle = light
  pen.beginPath()
  pen.moveTo(x, y)
  pen.arc(x, y, far, aim - 0.5, aim + 0.5)
  pen.fill()
}

function drawDot(pen: CanvasRenderingContext2D, dot: MapDot, reach: number, unit: number, colour: string): void {
  const x = dot.x * reach
  const y = dot.y * reach
  pen.fillStyle = colour
  pen.beginPath()
  switch (dot.kind) {
    case 'bounty':
      diamond(pen, x, y, 6 * unit)
      break
    case 'ore':
      diamond(pen, x, y, 2.6 * unit)
      break
    case 'bot':
      pen.rect(x - 2 * unit, y - 2 * unit, 4 * unit, 4 * unit)
      break
    default:
      pen.arc(x, y, (dot.kind === 'rock' ? 1.7 : 3.1) * unit, 0, 2 * Math.PI)
  }
  pen.fill()
}

function diamond(pen: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  pen.moveTo(x, y - r)
  pen.lineTo(x + r, y)
  pen.lineTo(x, y + r)
  pen.lineTo(x - r, y)
}

function drawOwn(pen: CanvasRenderingContext2D, dot: MapDot, aim: number, reach: number, unit: number): void {
  pen.save()
  pen.translate(dot.x * reach, dot.y * reach)
  pen.rotate(aim)
  pen.fillStyle = '#ffffff'
  pen.beginPath()
  pen.moveTo(7 * unit, 0)
  pen.lineTo(-5 * unit, 4.6 * unit)
  pen.lineTo(-2.5 * unit, 0)
  pen.lineTo(-5 * unit, -4.6 * unit)
  pen.fill()
  pen.restore()
}

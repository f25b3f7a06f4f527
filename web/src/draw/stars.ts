// Three layers of hashed stars at different depths, and a layer of dust that lies in the world itself
// and gives speed a scale. Nothing is stored: a grid square always holds the same star.

import { hashAt } from './dice.ts'
import type { Frame } from './frame.ts'
import { kinds } from './glsl/world.ts'
import { ink } from './palette.ts'

interface Layer {
  depth: number // how fast it passes, 1 is the world itself
  square: number // u
  fill: number // part of the squares that hold a star
  size: number // u
  gain: number
}

const layers: readonly Layer[] = [
  { depth: 0.05, square: 56, fill: 0.7, size: 2.2, gain: 0.85 },
  { depth: 0.14, square: 118, fill: 0.6, size: 3.1, gain: 1.5 },
  { depth: 0.3, square: 230, fill: 0.55, size: 4.3, gain: 2.2 },
]
const dust: Layer = { depth: 1, square: 150, fill: 0.5, size: 1.7, gain: 0.22 }
const tints = Int32Array.of(
  ink('#ffffff'),
  ink('#cfe0ff'),
  ink('#a9c7ff'),
  ink('#ffe8cf'),
  ink('#ffc79a'),
  ink('#d9d0ff'),
)

export function drawStars(frame: Frame): void {
  const sparse = frame.quality === 'low' ? 1.35 : 1
  for (let i = 0; i < layers.length; i++) drawLayer(frame, layers[i]!, i, sparse)
}

export function drawDust(frame: Frame): void {
  if (frame.quality !== 'low') drawLayer(frame, dust, 9, 1)
}

// Layers away from the world widen less with the zoom, as far things do.
function drawLayer(frame: Frame, layer: Layer, salt: number, sparse: number): void {
  const { camera, batch } = frame
  const square = layer.square * sparse
  const wide = 1 + (camera.halfWidth / camera.restHalfWidth - 1) * (1 - layer.depth)
  const cx = camera.x * layer.depth
  const cy = camera.y * layer.depth
  const hw = camera.halfWidth / wide + layer.size * 3
  const hh = camera.halfHeight / wide + layer.size * 3
  const firstY = Math.floor((cy - hh) / square)
  const lastY = Math.floor((cy + hh) / square)
  const firstX = Math.floor((cx - hw) / square)
  const lastX = Math.floor((cx + hw) / square)
  batch.shape(layer.depth === 1 ? kinds.glow : kinds.star)
  for (let gy = firstY; gy <= lastY; gy++) {
    for (let gx = firstX; gx <= lastX; gx++) {
      const chance = hashAt(gx, gy, salt)
      if (chance > layer.fill) continue
      const x = (gx + hashAt(gx, gy, salt + 20)) * square
      const y = (gy + hashAt(gx, gy, salt + 40)) * square
      const rank = chance / layer.fill
      const bright = rank * rank * rank
      const twinkle = frame.reducedMotion ? 1 : 0.85 + 0.15 * Math.sin(frame.shown.time * (1 + rank * 2) + chance * 400)
      const size = layer.size * (0.55 + 1.1 * bright)
      batch.ink(tints[Math.floor(rank * 997) % tints.length]!, 1, layer.gain * (0.12 + 1.6 * bright) * twinkle)
      batch.upright(camera.x + (x - cx) * wide, camera.y + (y - cy) * wide, size, size)
    }
  }
}

// Rocks, ore and bolts: what lies and flies about.

import type { ShownBolt, ShownOre, ShownRock } from '../world/shown.ts'
import type { Frame } from './frame.ts'
import { kinds } from './glsl/world.ts'
import { hueGain, hueInk, inks, oreInk } from './palette.ts'

const rockReach = 1.37 // the cell's half side in radii: the silhouette keeps off the cell's edge

export function drawRocks(frame: Frame): void {
  const { rocks } = frame.shown
  for (let i = 0; i < rocks.count; i++) {
    const rock = rocks.items[i]!
    if (frame.camera.sees(rock.x, rock.y, rock.radius * rockReach)) drawRock(frame, rock)
  }
}

function drawRock(frame: Frame, rock: ShownRock): void {
  const { batch, atlas } = frame
  if (!atlas.hasRocks) {
    batch.ink(inks.dust, rock.fade, 0.4).shape(kinds.ring, 0.2, 1).upright(rock.x, rock.y, rock.radius, rock.radius)
    return
  }
  const size = rock.radius * rockReach
  const colour = rock.seed % 3 === 0 ? inks.rich : inks.ore
  const flash = Math.max(0, 1 - rock.hitAge / 0.14) * (frame.reducedMotion ? 0.3 : 0.8)
  const phase = frame.reducedMotion ? 0 : (frame.shown.time * 0.22 + rock.seed * 0.13) % 1
  if (rock.ore > 0.4) {
    batch
      .ink(colour, rock.fade, 0.16 * rock.ore)
      .shape(kinds.glow)
      .upright(rock.x, rock.y, size * 1.35, size * 1.35)
  }
  batch.ink(colour, rock.fade, 2.4).shape(kinds.rock, rock.ore, flash, rock.wear, phase)
  atlas.showRock(batch, rock.seed)
  batch.put(rock.x, rock.y, size, size, rock.angle)
}

export function drawOre(frame: Frame): void {
  const { ore } = frame.shown
  for (let i = 0; i < ore.count; i++) {
    const piece = ore.items[i]!
    if (frame.camera.sees(piece.x, piece.y, 40)) drawPiece(frame, piece)
  }
}

function drawPiece(frame: Frame, piece: ShownOre): void {
  const { batch, atlas, shown } = frame
  const colour = oreInk(piece.kind)
  const phase = shown.time * 2.2 + piece.id * 1.7
  const pulse = frame.reducedMotion ? 0.5 : 0.5 + 0.5 * Math.sin(phase)
  const size = piece.kind === 2 ? 16 : piece.kind === 1 ? 20 : 16
  const turn = piece.kind === 2 ? 0 : piece.id * 2.4 + (frame.reducedMotion ? 0 : shown.time * 0.5)
  batch
    .ink(colour, piece.fade, 0.34 + 0.2 * pulse)
    .shape(kinds.glow)
    .upright(piece.x, piece.y, size * 2.2, size * 2.2)
  batch.ink(colour, piece.fade, 1.7).shape(kinds.gem, pulse)
  atlas.showGem(batch, piece.kind === 2 ? 4 : piece.kind === 1 ? 3 : piece.id % 3)
  batch.put(piece.x, piece.y, size, size, turn)
}

export function drawBolts(frame: Frame): void {
  const { bolts } = frame.shown
  for (let i = 0; i < bolts.count; i++) {
    const bolt = bolts.items[i]!
    if (frame.camera.sees(bolt.x, bolt.y, 60)) drawBolt(frame, bolt)
  }
}

// What can kill you is brighter than what cannot: the bolts of others are larger and shine more.
function drawBolt(frame: Frame, bolt: ShownBolt): void {
  const hue = hueInk(bolt.hue)
  const shine = hueGain(bolt.hue)
  const angle = Math.atan2(bolt.vy, bolt.vx)
  const length = bolt.own ? 20 : 23
  const height = bolt.own ? 4.6 : 5.6
  const x = bolt.x - Math.cos(angle) * length * 0.7
  const y = bolt.y - Math.sin(angle) * length * 0.7
  frame.batch
    .ink(hue, bolt.fade, (bolt.own ? 0.35 : 0.75) * shine)
    .shape(kinds.glow)
    .put(x, y, length * 1.9, length * 1.05, angle)
  frame.batch
    .ink(hue, bolt.fade, (bolt.own ? 2.4 : 4.8) * shine)
    .shape(kinds.bolt, height / length)
    .put(x, y, length, height, angle)
}

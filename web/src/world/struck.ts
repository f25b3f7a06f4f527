// Which rock a bolt has struck: the news of a chip names the bolt only.

import { kindRock } from './thing.ts'
import type { Thing } from './thing.ts'

const slack = 16 // u; a bolt's own radius, and how far beliefs of both may be off

/** The rock that lies on the last tick of a bolt's way, the nearest to it if there are several. */
export function rockStruck(things: readonly Thing[], bolt: Thing): Thing | null {
  let least = slack
  let struck: Thing | null = null
  for (const t of things) {
    if (t.kind !== kindRock) continue
    const gap = gapTo(bolt, t)
    if (gap >= least) continue
    least = gap
    struck = t
  }
  return struck
}

// How far a rock's face is from the way that the bolt has flown in its last tick, in u; negative inside.
function gapTo(bolt: Thing, rock: Thing): number {
  const stepX = bolt.vx / 30
  const stepY = bolt.vy / 30
  const x = rock.x - bolt.x
  const y = rock.y - bolt.y
  const step2 = stepX * stepX + stepY * stepY
  const back = step2 > 0 ? Math.max(-1, Math.min(0, (x * stepX + y * stepY) / step2)) : 0
  return Math.hypot(x - stepX * back, y - stepY * back) - rock.radius
}

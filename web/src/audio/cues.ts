// Which sound a happening makes, how strong at its source and how often at most. Pure.

import type { Happening } from '../world/shown.ts'
import { chimePitch } from './sounds.ts'
import type { SoundName } from './sounds.ts'

export interface Cue {
  sound: SoundName
  gain: number
  pitch: number
  own: boolean
  gap: number // least seconds between two of this sound, so that a crowd stays a crowd and no noise
}

/** Which sound a happening makes and how strong it is at its source; null for silent ones. */
export function cueFor(happening: Happening): Cue | null {
  const vary = 1 + 0.09 * Math.sin(happening.x * 12.9898 + happening.y * 78.233)
  const own = 'own' in happening && happening.own
  switch (happening.kind) {
    case 'shot':
      return { sound: 'shot', gain: own ? 0.8 : 0.55, pitch: vary, own, gap: own ? 0 : 0.03 }
    case 'hit': {
      if (happening.harmless) return { sound: 'glint', gain: 0.5, pitch: vary, own: happening.byOwn, gap: 0.08 }
      const gain = Math.min(1, 0.35 + happening.amount / 40)
      return { sound: happening.shield ? 'shieldHit' : 'hullHit', gain, pitch: vary, own: happening.onOwn, gap: 0.02 }
    }
    case 'rockHit':
      return {
        sound: 'rockHit',
        gain: happening.byOwn ? 0.6 : 0.4,
        pitch: vary * (happening.rich ? 1.3 : 1),
        own: happening.byOwn,
        gap: 0.04,
      }
    case 'rockBreak':
      return {
        sound: 'rockBreak',
        gain: Math.min(1, happening.radius / 60),
        pitch: vary * pitchOfSize(happening.radius, 40),
        own: false,
        gap: 0.05,
      }
    case 'blast':
      return { sound: 'blast', gain: 1, pitch: vary * pitchOfSize(happening.radius, 24), own, gap: 0.04 }
    case 'pickup':
      return own ? { sound: 'pickup', gain: 0.8, pitch: chimePitch(happening.chain), own, gap: 0.03 } : null
    case 'bump':
      return { sound: 'bump', gain: Math.min(1, happening.speed / 400), pitch: vary, own, gap: 0.06 }
    case 'spawn':
      return { sound: 'spawn', gain: own ? 1 : 0.4, pitch: vary, own, gap: 0.1 }
    case 'levelUp':
      return { sound: 'levelUp', gain: own ? 1 : 0.25, pitch: 1, own, gap: 0.2 }
  }
}

/** The tick that tells the player of an own hit: one for the shield, one for the hull. */
export function markFor(happening: Happening): 'mark' | 'shieldMark' | null {
  if (happening.kind !== 'hit' || !happening.byOwn || happening.harmless) return null
  return happening.shield ? 'shieldMark' : 'mark'
}

/** Big things sound low: `usual` is the radius (u) that keeps the pitch as written. */
function pitchOfSize(radius: number, usual: number): number {
  return Math.max(0.5, Math.min(1.6, Math.sqrt(usual / Math.max(1, radius))))
}

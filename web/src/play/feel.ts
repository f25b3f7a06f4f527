// What the player feels of the fight besides seeing it: marks at the crosshair, the moment of a kill, a picture that
// stops at a heavy blow, and the shaking of pad and phone. Loaded behind the game: nobody fights in the first second.

import { createMarks } from '../hud/marks.ts'
import type { MarkKind, Marks } from '../hud/marks.ts'
import type { Device } from '../input/held.ts'
import type { Happening } from '../world/shown.ts'
import { fill } from '../words/words.ts'
import type { Feel } from './felt.ts'
import type { Rooms } from './game.ts'
import type { HitStop } from './hitstop.ts'

/** Whom the feel moves. */
export interface Felt {
  marks: Marks
  stop: HitStop
  device(): Device
  /** A blow for the hand, 0..1, already as strong as the player wants it. */
  buzz(weight: number): void
  sound(kind: 'kill'): void
  /** What to say of a kill, in short. */
  words(victim: string): string
  calm(): boolean
  /** Where a place of the world is on the page. */
  onPage(x: number, y: number): { readonly x: number; readonly y: number }
}

const fullBlow = 45 // points that weigh 1

/** The mark of an own hit; null for what is no own hit. */
export function markOf(it: Happening): MarkKind | null {
  if (it.kind !== 'hit' || !it.byOwn) return null
  return it.harmless ? 'harmless' : it.shield ? 'shield' : 'hull'
}

/** How hard a happening strikes the own ship, 0..1; what befalls others is not felt. */
export function blowOf(it: Happening): number {
  switch (it.kind) {
    case 'hit':
      return it.onOwn && !it.harmless ? Math.min(1, (it.amount / fullBlow) * (it.shield ? 0.6 : 1)) : 0
    case 'bump':
      return it.own ? Math.min(1, it.speed / 500) : 0
    case 'blast':
      return it.own ? 1 : 0
    case 'levelUp':
      return it.own ? 0.2 : 0
    default:
      return 0
  }
}

export function createFeel(felt: Felt): Feel {
  const mouse = { x: Number.NaN, y: 0 }
  const last = { x: 0, y: 0 } // where the last own hit was seen on the page
  const spot = (): { x: number; y: number } =>
    felt.device() === 'keys' && !Number.isNaN(mouse.x) ? mouse : last
  return {
    saw(it) {
      const kind = markOf(it)
      if (kind !== null) {
        const at = felt.onPage(it.x, it.y)
        last.x = at.x
        last.y = at.y
        felt.marks.mark(kind, spot().x, spot().y)
      }
      const blow = blowOf(it)
      if (blow === 0) return
      felt.buzz(blow)
      if (it.kind !== 'levelUp' && !felt.calm()) felt.stop.blow(blow)
    },
    killed(victim) {
      const { x, y } = spot()
      felt.marks.mark('kill', x, y)
      felt.marks.note(felt.words(victim), x, y)
      felt.sound('kill')
      felt.buzz(0.55)
      if (!felt.calm()) felt.stop.blow(1)
    },
    low: () => felt.buzz(0.4),
    cursor(x, y) {
      mouse.x = x
      mouse.y = y
    },
  }
}

/** Opens the feel of a game on the page. */
export function openFeel(rooms: Rooms, stop: HitStop, page: HTMLElement): Feel {
  const { audio, controls, settings, tongue, view } = rooms
  const marks = createMarks(settings.calm)
  page.append(marks.node)
  const feel = createFeel({
    marks,
    stop,
    device: () => controls.device,
    buzz: (weight) => controls.buzz(weight * settings.now.haptics),
    sound: audio.ui,
    words: (victim) => fill(tongue.words['mark.kill'], { victim }),
    calm: settings.calm,
    onPage: (x, y) => view.worldToScreen(x, y),
  })
  addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'touch') feel.cursor(event.clientX, event.clientY)
  })
  return feel
}

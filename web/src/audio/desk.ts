// The sounding half: sounds, voices and engine on a running AudioContext. `audio.ts` loads it beside the
// game, so that sound costs nothing before the first picture.

import type { Happening } from '../world/shown.ts'
import { cueFor } from './cues.ts'
import { createEngine } from './engine.ts'
import type { Engine } from './engine.ts'
import { loudness, side } from './place.ts'
import { sounds } from './sounds.ts'
import type { SoundName, UiSound } from './sounds.ts'
import { createVoices } from './voices.ts'
import type { Voices } from './voices.ts'

export interface Desk {
  readonly engine: Engine
  play(happening: Happening, listenerX: number, listenerY: number): void
  ui(kind: UiSound): void
}

/** Sets the desk up on a context; everything sounds through one limiter into `out`. */
export function createDesk(context: AudioContext, out: AudioNode): Desk {
  const limiter = context.createDynamicsCompressor()
  limiter.threshold.value = -12
  limiter.knee.value = 6
  limiter.ratio.value = 20
  limiter.attack.value = 0.002
  limiter.release.value = 0.12
  limiter.connect(out)
  const voices = createVoices(context, limiter)
  const lastAt = new Map<SoundName, number>()
  return {
    engine: createEngine(context, limiter),
    play: (happening, x, y) => playHappening(context, voices, lastAt, happening, x, y),
    ui: (kind) => voices.play(sounds[kind], { gain: 1, pan: 0, pitch: 1, own: true }),
  }
}

function playHappening(
  context: AudioContext,
  voices: Voices,
  lastAt: Map<SoundName, number>,
  happening: Happening,
  listenerX: number,
  listenerY: number,
): void {
  const dx = happening.x - listenerX
  const cue = cueFor(happening)
  const now = context.currentTime
  if (cue === null || now - (lastAt.get(cue.sound) ?? -1) < cue.gap) return
  const near = cue.own ? 1 : loudness(dx, happening.y - listenerY)
  if (near === 0) return
  lastAt.set(cue.sound, now)
  const pan = cue.own ? 0 : side(dx)
  voices.play(sounds[cue.sound], { gain: cue.gain * near, pan, pitch: cue.pitch, own: cue.own })
  if (happening.kind === 'hit' && happening.byOwn) {
    voices.play(sounds.mark, { gain: 1, pan: 0, pitch: 1, own: true })
  }
}

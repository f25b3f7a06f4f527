// The sounding half: sounds, voices and engine on a running AudioContext. `audio.ts` loads it beside the
// game, so that sound costs nothing before the first picture.

import type { Happening } from '../world/shown.ts'
import { cueFor, markFor } from './cues.ts'
import { createEngine } from './engine.ts'
import type { Engine } from './engine.ts'
import { loudness, side } from './place.ts'
import { duckDepth } from './plan.ts'
import { sounds } from './sounds.ts'
import type { SoundName, UiSound } from './sounds.ts'
import { createVoices } from './voices.ts'
import type { Voices } from './voices.ts'

export interface Desk {
  readonly engine: Engine
  play(happening: Happening, listenerX: number, listenerY: number): void
  ui(kind: UiSound): void
  /** How loud the world and the interface are, 0..1 each. */
  mix(effects: number, ui: number): void
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
  const bed = context.createGain()
  const world = context.createGain()
  const near = context.createGain()
  bed.connect(world)
  for (const knob of [world, near]) knob.connect(limiter)
  const room: Room = { context, voices: createVoices(context), bed, front: world, lastAt: new Map() }
  return {
    engine: createEngine(context, bed),
    play: (happening, x, y) => playHappening(room, happening, x, y),
    ui: (kind) => room.voices.play(sounds[kind], { gain: 1, pan: 0, pitch: 1, own: true }, near),
    mix(effects, ui) {
      world.gain.setTargetAtTime(effects * effects, context.currentTime, 0.02)
      near.gain.setTargetAtTime(ui * ui, context.currentTime, 0.02)
    },
  }
}

interface Room {
  context: AudioContext
  voices: Voices
  bed: GainNode // what steps back behind a blast
  front: AudioNode // what does not
  lastAt: Map<SoundName, number>
}

const duckIn = 0.012 // s
const duckHold = 0.16
const duckOut = 0.22

function duck({ context, bed }: Room, depth: number): void {
  if (depth === 0) return
  const now = context.currentTime
  bed.gain.cancelScheduledValues(now)
  bed.gain.setTargetAtTime(1 - depth, now, duckIn)
  bed.gain.setTargetAtTime(1, now + duckHold, duckOut)
}

function playHappening(room: Room, happening: Happening, listenerX: number, listenerY: number): void {
  const { context, voices, lastAt } = room
  const dx = happening.x - listenerX
  const cue = cueFor(happening)
  const now = context.currentTime
  if (cue === null || now - (lastAt.get(cue.sound) ?? -1) < cue.gap) return
  const near = cue.own ? 1 : loudness(dx, happening.y - listenerY)
  if (near === 0) return
  lastAt.set(cue.sound, now)
  const pan = cue.own ? 0 : side(dx)
  const gain = cue.gain * near
  const big = happening.kind === 'blast'
  if (big) duck(room, duckDepth(gain))
  voices.play(sounds[cue.sound], { gain, pan, pitch: cue.pitch, own: cue.own }, big ? room.front : room.bed)
  const mark = markFor(happening)
  if (mark !== null) voices.play(sounds[mark], { gain: 1, pan: 0, pitch: 1, own: true }, room.front)
}

// The sound of the game: happenings in, sound out, nothing before the player's first gesture and
// nothing but silence where the browser has no AudioContext. All synthesis, no files.

import type { Happening } from '../world/shown.ts'
import { createEngine } from './engine.ts'
import type { Engine } from './engine.ts'
import { loudness, side } from './place.ts'
import { chimePitch, sounds } from './sounds.ts'
import type { Sound, SoundName } from './sounds.ts'
import { createVoices } from './voices.ts'
import type { Voices } from './voices.ts'

export type UiSound = 'click' | 'choose' | 'warn'

export interface Audio {
  /** Plays one happening as heard from listenerX, listenerY (world units). Never throws. */
  play(happening: Happening, listenerX: number, listenerY: number): void
  /** The own engine: thrust 0..1. Call it every picture; 0 when there is no ship. */
  engine(thrust: number, boost: boolean): void
  ui(kind: UiSound): void
  /** 0..1; values outside are pulled in. */
  setVolume(volume: number): void
  setMute(mute: boolean): void
  close(): void
}

/** Waits for the first gesture on the page, then sounds. */
export function createAudio(): Audio {
  const stop = new AbortController()
  let volume = 0.7
  let mute = false
  let desk: Desk | null = null
  const level = (): number => (mute ? 0 : volume * volume)
  onGesture(stop.signal, () => {
    desk ??= openDesk(level())
    return desk === null || resume(desk.context)
  })
  onVisibility(stop.signal, () => desk?.context ?? null)
  const setLevel = (): void => {
    desk?.knob.gain.setTargetAtTime(level(), desk.context.currentTime, 0.02)
  }
  return {
    play(happening, listenerX, listenerY) {
      if (desk !== null && !mute) playHappening(desk, happening, listenerX, listenerY)
    },
    engine: (thrust, boost) => desk?.engine.set(thrust, boost),
    ui(kind) {
      desk?.voices.play(sounds[kind], { gain: 1, pan: 0, pitch: 1, own: true })
    },
    setVolume(value) {
      volume = Math.max(0, Math.min(1, value || 0))
      setLevel()
    },
    setMute(value) {
      mute = value
      setLevel()
    },
    close() {
      stop.abort()
      void desk?.context.close()
      desk = null
    },
  }
}

interface Desk {
  context: AudioContext
  knob: GainNode
  voices: Voices
  engine: Engine
  lastAt: Map<SoundName, number>
}

function openDesk(level: number): Desk | null {
  if (typeof globalThis.AudioContext !== 'function') return null
  try {
    const context = new AudioContext({ latencyHint: 'interactive' })
    const knob = context.createGain()
    knob.gain.value = level
    const limiter = context.createDynamicsCompressor()
    limiter.threshold.value = -12
    limiter.knee.value = 6
    limiter.ratio.value = 20
    limiter.attack.value = 0.002
    limiter.release.value = 0.12
    limiter.connect(knob).connect(context.destination)
    return {
      context,
      knob,
      voices: createVoices(context, limiter),
      engine: createEngine(context, limiter),
      lastAt: new Map(),
    }
  } catch {
    return null // no sound device, or too many contexts: the game plays on in silence
  }
}

// Browsers start a context only inside a gesture, and phones count only some of them: listen until
// one of them worked.
function onGesture(signal: AbortSignal, open: () => boolean): void {
  const done = new AbortController()
  signal.addEventListener('abort', () => done.abort())
  const gesture = (): void => {
    if (open()) done.abort()
  }
  for (const kind of ['pointerdown', 'pointerup', 'keydown'] as const) {
    addEventListener(kind, gesture, { signal: done.signal, capture: true })
  }
}

function resume(context: AudioContext): boolean {
  if (context.state !== 'running') void context.resume().catch(() => undefined)
  return context.state === 'running'
}

function onVisibility(signal: AbortSignal, context: () => AudioContext | null): void {
  const change = (): void => {
    const one = context()
    if (one === null || one.state === 'closed') return
    void (document.hidden ? one.suspend() : one.resume()).catch(() => undefined)
  }
  document.addEventListener('visibilitychange', change, { signal })
}

interface Cue {
  sound: SoundName
  gain: number
  pitch: number
  own: boolean
  gap: number // least seconds between two of this sound, so that a crowd stays a crowd and no noise
}

function playHappening(desk: Desk, happening: Happening, listenerX: number, listenerY: number): void {
  const dx = happening.x - listenerX
  const dy = happening.y - listenerY
  const cue = cueFor(happening)
  const now = desk.context.currentTime
  if (cue === null || now - (desk.lastAt.get(cue.sound) ?? -1) < cue.gap) return
  const near = cue.own ? 1 : loudness(dx, dy)
  if (near === 0) return
  desk.lastAt.set(cue.sound, now)
  const sound: Sound = sounds[cue.sound]
  desk.voices.play(sound, { gain: cue.gain * near, pan: cue.own ? 0 : side(dx), pitch: cue.pitch, own: cue.own })
  if (happening.kind === 'hit' && happening.byOwn) {
    desk.voices.play(sounds.mark, { gain: 1, pan: 0, pitch: 1, own: true })
  }
}

/** Which sound a happening makes and how strong it is at its source; null for silent ones. */
export function cueFor(happening: Happening): Cue | null {
  const vary = 1 + 0.09 * Math.sin(happening.x * 12.9898 + happening.y * 78.233)
  const own = 'own' in happening && happening.own
  switch (happening.kind) {
    case 'shot':
      return { sound: 'shot', gain: own ? 0.8 : 0.55, pitch: vary, own, gap: own ? 0 : 0.03 }
    case 'hit': {
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

/** Big things sound low: `usual` is the radius (u) that keeps the pitch as written. */
function pitchOfSize(radius: number, usual: number): number {
  return Math.max(0.5, Math.min(1.6, Math.sqrt(usual / Math.max(1, radius))))
}

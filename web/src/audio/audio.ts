// The sound of the game: happenings in, sound out, nothing before the player's first gesture and
// nothing but silence where the browser has no AudioContext. All synthesis, no files. This half is
// small and loads with the game; desk.ts, which makes the sounds, follows behind it.

import type { Happening } from '../world/shown.ts'
import type { Desk } from './desk.ts'
import type { UiSound } from './sounds.ts'

export interface Audio {
  /** Plays one happening as heard from listenerX, listenerY (world units). Never throws. */
  play(happening: Happening, listenerX: number, listenerY: number): void
  /** The own engine: thrust 0..1. Call it every picture; 0 when there is no ship. */
  engine(thrust: number, boost: boolean): void
  ui(kind: UiSound): void
  /** 0..1; values outside are pulled in. */
  setVolume(volume: number): void
  setMute(mute: boolean): void
  /** How loud the world and the interface are against each other, 0..1 each. */
  setMix(effects: number, ui: number): void
  close(): void
}

interface Output {
  context: AudioContext
  knob: GainNode
}

/** Waits for the first gesture on the page, then sounds. */
export function createAudio(): Audio {
  const stop = new AbortController()
  let volume = 0.7
  let mute = false
  let mix = { effects: 1, ui: 1 }
  let output: Output | null = null
  let desk: Desk | null = null
  const level = (): number => (mute ? 0 : volume * volume)
  const setLevel = (): void => {
    output?.knob.gain.setTargetAtTime(level(), output.context.currentTime, 0.02)
  }
  onGesture(stop.signal, () => {
    if (output === null) {
      output = openOutput(level())
      if (output === null) return
      const { context } = output
      context.addEventListener('statechange', () => wake(context), { signal: stop.signal })
      void loadDesk(output).then((loaded) => {
        desk = loaded
        desk?.mix(mix.effects, mix.ui)
      })
    }
    wake(output.context)
  })
  onVisibility(stop.signal, () => output?.context ?? null)
  return {
    play(happening, listenerX, listenerY) {
      if (!mute) desk?.play(happening, listenerX, listenerY)
    },
    engine: (thrust, boost) => desk?.engine.set(thrust, boost),
    ui: (kind) => desk?.ui(kind),
    setVolume(value) {
      volume = Math.max(0, Math.min(1, value || 0))
      setLevel()
    },
    setMute(value) {
      mute = value
      setLevel()
    },
    setMix(effects, ui) {
      mix = { effects, ui }
      desk?.mix(effects, ui)
    },
    close() {
      stop.abort()
      void output?.context.close()
      output = null
      desk = null
    },
  }
}

// The context must be made inside the gesture, so it cannot wait for the rest to load.
function openOutput(level: number): Output | null {
  if (typeof globalThis.AudioContext !== 'function') return null
  try {
    const context = new AudioContext({ latencyHint: 'interactive' })
    const knob = context.createGain()
    knob.gain.value = level
    knob.connect(context.destination)
    return { context, knob }
  } catch {
    return null // no sound device, or too many contexts: the game plays on in silence
  }
}

async function loadDesk(output: Output): Promise<Desk | null> {
  try {
    const { createDesk } = await import('./desk.ts')
    return createDesk(output.context, output.knob)
  } catch {
    return null // the file is gone after an update of the server: silence until the reload
  }
}

// Browsers start a context only inside a gesture, and phones count only some of them. A call or an alarm takes the
// sound away again ('interrupted'), and then too it may need a gesture to come back: so every gesture is heard.
function onGesture(signal: AbortSignal, heard: () => void): void {
  for (const kind of ['pointerdown', 'pointerup', 'keydown'] as const) {
    addEventListener(kind, heard, { signal, capture: true, passive: true })
  }
}

function wake(context: AudioContext): void {
  if (context.state === 'running' || context.state === 'closed' || document.hidden) return
  void context.resume().catch(() => undefined)
}

function onVisibility(signal: AbortSignal, context: () => AudioContext | null): void {
  const change = (): void => {
    const one = context()
    if (one === null || one.state === 'closed') return
    void (document.hidden ? one.suspend() : one.resume()).catch(() => undefined)
  }
  document.addEventListener('visibilitychange', change, { signal })
}

// Every sound of the game as data: layers of an oscillator or of noise, each sliding from one
// frequency to another while it fades. No files, no randomness: `pitch` varies a sound from outside.

/** What the HUD's own sounds are called. */
export type UiSound = 'click' | 'choose' | 'warn' | 'kill'

export interface Layer {
  wave: OscillatorType | 'noise'
  from: number // Hz; for noise the centre of its band
  to: number // Hz at the end
  seconds: number
  gain: number // 0..1 at the peak
  attack?: number // seconds to the peak, 0.004 unless told
  delay?: number // seconds before it begins
  q?: number // sharpness of a noise band, 0.8 unless told
}

export type Sound = readonly Layer[]

export const sounds = {
  shot: [
    { wave: 'square', from: 980, to: 210, seconds: 0.11, gain: 0.1 },
    { wave: 'noise', from: 4200, to: 900, seconds: 0.05, gain: 0.14 },
  ],
  hullHit: [
    { wave: 'noise', from: 1800, to: 320, seconds: 0.14, gain: 0.4 },
    { wave: 'triangle', from: 220, to: 70, seconds: 0.12, gain: 0.3 },
  ],
  shieldHit: [
    { wave: 'sine', from: 1240, to: 620, seconds: 0.16, gain: 0.16 },
    { wave: 'noise', from: 5200, to: 2600, seconds: 0.09, gain: 0.12, q: 3 },
  ],
  mark: [{ wave: 'square', from: 1560, to: 1480, seconds: 0.045, gain: 0.07 }],
  shieldMark: [{ wave: 'sine', from: 2350, to: 2200, seconds: 0.04, gain: 0.08 }],
  glint: [{ wave: 'sine', from: 3100, to: 2700, seconds: 0.07, gain: 0.06 }],
  rockHit: [{ wave: 'noise', from: 900, to: 240, seconds: 0.1, gain: 0.34, q: 1.4 }],
  rockBreak: [
    { wave: 'noise', from: 700, to: 90, seconds: 0.55, gain: 0.6, q: 0.7 },
    { wave: 'triangle', from: 120, to: 38, seconds: 0.35, gain: 0.4 },
    { wave: 'noise', from: 3200, to: 1400, seconds: 0.16, gain: 0.18, delay: 0.05, q: 2 },
  ],
  blast: [
    { wave: 'noise', from: 1400, to: 60, seconds: 1.1, gain: 0.9, q: 0.5 },
    { wave: 'sine', from: 150, to: 28, seconds: 0.8, gain: 0.8 },
    { wave: 'noise', from: 5200, to: 1800, seconds: 0.2, gain: 0.3 },
    { wave: 'sawtooth', from: 320, to: 40, seconds: 0.5, gain: 0.14, delay: 0.04 },
  ],
  pickup: [
    { wave: 'sine', from: 1, to: 1, seconds: 0.22, gain: 0.17 },
    { wave: 'triangle', from: 2, to: 2, seconds: 0.12, gain: 0.07 },
  ],
  bump: [
    { wave: 'sine', from: 130, to: 44, seconds: 0.2, gain: 0.7 },
    { wave: 'noise', from: 500, to: 140, seconds: 0.14, gain: 0.34 },
  ],
  spawn: [
    { wave: 'sine', from: 180, to: 720, seconds: 0.5, gain: 0.16, attack: 0.2 },
    { wave: 'noise', from: 700, to: 4200, seconds: 0.45, gain: 0.09, attack: 0.25, q: 4 },
  ],
  levelUp: [
    { wave: 'triangle', from: 523.25, to: 523.25, seconds: 0.22, gain: 0.2 },
    { wave: 'triangle', from: 659.26, to: 659.26, seconds: 0.24, gain: 0.2, delay: 0.09 },
    { wave: 'triangle', from: 783.99, to: 783.99, seconds: 0.26, gain: 0.2, delay: 0.18 },
    { wave: 'sine', from: 1046.5, to: 1046.5, seconds: 0.6, gain: 0.22, delay: 0.27 },
  ],
  click: [{ wave: 'sine', from: 880, to: 660, seconds: 0.06, gain: 0.12 }],
  choose: [
    { wave: 'triangle', from: 587.33, to: 587.33, seconds: 0.12, gain: 0.16 },
    { wave: 'triangle', from: 880, to: 880, seconds: 0.22, gain: 0.16, delay: 0.07 },
  ],
  kill: [
    { wave: 'square', from: 1175, to: 1175, seconds: 0.06, gain: 0.08 },
    { wave: 'triangle', from: 1568, to: 1568, seconds: 0.2, gain: 0.2, delay: 0.06 },
    { wave: 'sine', from: 98, to: 49, seconds: 0.24, gain: 0.5 },
  ],
  warn: [
    { wave: 'square', from: 392, to: 392, seconds: 0.12, gain: 0.09 },
    { wave: 'square', from: 311, to: 311, seconds: 0.18, gain: 0.09, delay: 0.15 },
  ],
} as const satisfies Record<string, Sound>

export type SoundName = keyof typeof sounds

/** Steps of the pentatonic scale, in semitones: any order of pickups sounds well. */
const scale = [0, 2, 4, 7, 9] as const
const topStep = 14

/** Hz of the pickup chime. `chain` counts pickups in quick succession from 0; it rises to a ceiling. */
export function chimePitch(chain: number): number {
  const step = Math.min(topStep, Math.max(0, Math.floor(chain) || 0))
  const octave = Math.floor(step / scale.length)
  const semitones = octave * 12 + (scale[step % scale.length] ?? 0)
  return 523.25 * 2 ** (semitones / 12)
}

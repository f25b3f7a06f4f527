// The low tone of the own engine: two detuned oscillators and a breath of noise, always running and
// mostly silent, steered by thrust.

import { noiseBuffer } from './voices.ts'

export interface Engine {
  /** `thrust` 0..1, `boost` on or off. Cheap; call it every picture. */
  set(thrust: number, boost: boolean): void
}

export function createEngine(context: AudioContext, out: AudioNode): Engine {
  const level = context.createGain()
  level.gain.value = 0
  const filter = context.createBiquadFilter()
  filter.type = 'lowpass'
  filter.frequency.value = 140
  filter.connect(level).connect(out)
  const low = hum(context, 'sawtooth', 46, 0.5, filter)
  const high = hum(context, 'triangle', 69.4, 0.4, filter)
  breath(context, filter)

  let lastThrust = -1
  let lastBoost = false
  return {
    set(thrust, boost) {
      if (Math.abs(thrust - lastThrust) < 0.02 && boost === lastBoost) return
      lastThrust = thrust
      lastBoost = boost
      const push = Math.max(0, Math.min(1, thrust)) + (boost ? 0.6 : 0)
      const now = context.currentTime
      level.gain.setTargetAtTime(0.11 * push, now, 0.09)
      filter.frequency.setTargetAtTime(120 + 420 * push, now, 0.12)
      low.frequency.setTargetAtTime(46 + 16 * push, now, 0.15)
      high.frequency.setTargetAtTime(69.4 + 26 * push, now, 0.15)
    },
  }
}

function hum(context: AudioContext, wave: OscillatorType, hz: number, loud: number, out: AudioNode): OscillatorNode {
  const source = context.createOscillator()
  source.type = wave
  source.frequency.value = hz
  const gain = context.createGain()
  gain.gain.value = loud
  source.connect(gain).connect(out)
  source.start()
  return source
}

function breath(context: AudioContext, out: AudioNode): void {
  const source = context.createBufferSource()
  source.buffer = noiseBuffer(context)
  source.loop = true
  const gain = context.createGain()
  gain.gain.value = 0.35
  source.connect(gain).connect(out)
  source.start()
}

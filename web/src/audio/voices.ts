// Plays sounds on a running AudioContext, as many at once as the plan allows. Voices clean up after themselves
// when they end.

import type { Layer, Sound } from './sounds.ts'

import { roomFor } from './plan.ts'
import type { Sounding } from './plan.ts'

export interface Strength {
  gain: number // 0..1
  pan: number // -1..1
  pitch: number // factor on every frequency
  own: boolean // the player's own sounds may take the last voices
}

export interface Voices {
  play(sound: Sound, strength: Strength, out: AudioNode): void
  /** How many layers sound now. */
  readonly busy: number
}

interface Voice extends Sounding {
  knob: GainNode
}

const cutSeconds = 0.012 // a sound that stopped at once would click

export function createVoices(context: AudioContext): Voices {
  const noise = noiseBuffer(context)
  const sounding: Voice[] = []
  const drop = (voice: Voice): void => {
    const at = sounding.indexOf(voice)
    if (at >= 0) sounding.splice(at, 1)
  }
  return {
    play(sound, strength, out) {
      if (context.state !== 'running') return // a sleeping context would play all of it at once later
      if (strength.gain < 0.004) return
      const knob = context.createGain()
      const voice = { layers: sound.length, loud: strength.gain, own: strength.own, knob }
      const cut = roomFor(sounding, voice)
      if (cut === null) return
      for (const one of cut) {
        one.knob.gain.setTargetAtTime(0, context.currentTime, cutSeconds)
        drop(one)
      }
      sounding.push(voice)
      const panner = context.createStereoPanner()
      panner.pan.value = strength.pan
      knob.connect(panner).connect(out)
      let left = sound.length
      const ended = (): void => {
        if (--left > 0) return
        drop(voice)
        panner.disconnect()
      }
      for (const layer of sound) playLayer(context, noise, layer, strength, knob, ended)
    },
    get busy() {
      return sounding.reduce((sum, one) => sum + one.layers, 0)
    },
  }
}

function playLayer(
  context: AudioContext,
  noise: AudioBuffer,
  layer: Layer,
  strength: Strength,
  out: AudioNode,
  ended: () => void,
): void {
  const start = context.currentTime + (layer.delay ?? 0)
  const end = start + layer.seconds
  const gain = envelope(context, layer, strength.gain, start)
  gain.connect(out)
  const source =
    layer.wave === 'noise'
      ? noiseSource(context, noise, layer, strength.pitch, start, gain)
      : tone(context, layer, strength.pitch, start, gain)
  source.onended = () => {
    source.disconnect()
    gain.disconnect()
    ended()
  }
  source.start(start)
  source.stop(end + 0.02)
}

function envelope(context: AudioContext, layer: Layer, loud: number, start: number): GainNode {
  const node = context.createGain()
  const peak = Math.max(0.0002, layer.gain * loud)
  node.gain.setValueAtTime(0.0001, start)
  node.gain.exponentialRampToValueAtTime(peak, start + (layer.attack ?? 0.004))
  node.gain.exponentialRampToValueAtTime(0.0001, start + layer.seconds)
  return node
}

function tone(context: AudioContext, layer: Layer, pitch: number, start: number, out: AudioNode): OscillatorNode {
  const source = context.createOscillator()
  source.type = layer.wave as OscillatorType
  slide(source.frequency, layer, pitch, start)
  source.connect(out)
  return source
}

function noiseSource(
  context: AudioContext,
  noise: AudioBuffer,
  layer: Layer,
  pitch: number,
  start: number,
  out: AudioNode,
): AudioBufferSourceNode {
  const source = context.createBufferSource()
  source.buffer = noise
  source.loop = true
  const band = context.createBiquadFilter()
  band.type = 'bandpass'
  band.Q.value = layer.q ?? 0.8
  slide(band.frequency, layer, pitch, start)
  source.connect(band).connect(out)
  return source
}

function slide(frequency: AudioParam, layer: Layer, pitch: number, start: number): void {
  frequency.setValueAtTime(layer.from * pitch, start)
  if (layer.to !== layer.from) frequency.exponentialRampToValueAtTime(layer.to * pitch, start + layer.seconds)
}

// One second of noise from a fixed seed: the same on every machine, and long enough that no ear hears
// the loop in sounds this short.
export function noiseBuffer(context: BaseAudioContext): AudioBuffer {
  const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate)
  const data = buffer.getChannelData(0)
  let seed = 0x2f6e2b1
  for (let i = 0; i < data.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    data[i] = seed / 0x80000000 - 1
  }
  return buffer
}

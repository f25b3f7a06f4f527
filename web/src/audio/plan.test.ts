// Which voices sound, by the plan alone and on a context that only notes what it is asked.

import { expect, test, vi } from 'vitest'
import type { Happening } from '../world/shown.ts'
import { createDesk } from './desk.ts'
import { capForOthers, duckDepth, roomFor, voiceCap } from './plan.ts'
import type { Sounding } from './plan.ts'
import { sounds } from './sounds.ts'
import { createVoices } from './voices.ts'

const other = (loud: number, layers = 2): Sounding => ({ loud, layers, own: false })
const own = (loud: number, layers = 2): Sounding => ({ loud, layers, own: true })
const full = Array.from({ length: capForOthers / 2 }, (_, i) => other(0.2 + 0.05 * i))

test('while there is room, nobody is cut', () => {
  expect(roomFor([other(0.1), own(0.1)], other(0.9))).toEqual([])
  expect(roomFor(full, own(0.1))).toEqual([])
})

test('the last voices are for the player', () => {
  expect(roomFor(full, other(0.2))).toBeNull()
  expect(roomFor([...full, own(1, 8)], own(0.1))).toEqual([full[0]])
})

test('a loud newcomer cuts the quietest of the others, as few as need be, and never an own sound', () => {
  const quietOwn = own(0.01, 2)
  expect(roomFor([quietOwn, ...full.slice(1)], other(0.9, 4))).toEqual([full[1], full[2]])
  expect(roomFor([own(0.01, 12), own(0.01, 12)], own(1))).toBeNull()
})

test('equals do not cut each other short', () => {
  expect(roomFor(full, other(0.29))).toBeNull()
  expect(roomFor(full, other(0.31))).toEqual([full[0]])
})

test('only a big blast near by ducks the rest, and never to silence', () => {
  expect([duckDepth(0), duckDepth(0.25), duckDepth(NaN)]).toEqual([0, 0, 0])
  expect(duckDepth(0.6)).toBeGreaterThan(0.2)
  expect(duckDepth(1)).toBe(duckDepth(4))
  expect(duckDepth(1)).toBeLessThan(0.8)
})

// A context that makes nodes which note what is set; its sources end when told.
function fakeContext() {
  const sources: object[] = []
  const gains: { gain: ReturnType<typeof param> }[] = []
  const node = () => ({ connect: (to: object) => to, disconnect: () => undefined })
  const source = () => {
    const one = { ...node(), frequency: param(), buffer: null, loop: false, start: vi.fn(), stop: vi.fn() }
    sources.push(one)
    return one
  }
  const gain = () => {
    const one = { ...node(), gain: param() }
    gains.push(one)
    return one
  }
  const context = {
    state: 'running',
    currentTime: 1,
    sampleRate: 100,
    createGain: gain,
    createStereoPanner: () => ({ ...node(), pan: param() }),
    createBiquadFilter: () => ({ ...node(), frequency: param(), Q: param() }),
    createOscillator: source,
    createBufferSource: source,
    createBuffer: () => ({ getChannelData: () => new Float32Array(100) }),
    createDynamicsCompressor: () => ({
      ...node(),
      ...Object.fromEntries(['threshold', 'knee', 'ratio', 'attack', 'release'].map((name) => [name, param()])),
    }),
  }
  return { context: context as unknown as AudioContext, sources, gains }
}

function param() {
  return {
    value: 1,
    setValueAtTime: vi.fn(),
    exponentialRampToValueAtTime: vi.fn(),
    setTargetAtTime: vi.fn(),
    cancelScheduledValues: vi.fn(),
  }
}

test('a brawl never takes more voices than there are, and all are given back', () => {
  const { context, sources } = fakeContext()
  const voices = createVoices(context)
  const all = Object.values(sounds)
  for (let i = 0; i < 600; i++) {
    const strength = { gain: ((i * 37) % 100) / 100, pan: 0, pitch: 1, own: i % 5 === 0 }
    voices.play(all[i % all.length]!, strength, {} as AudioNode)
    expect(voices.busy).toBeLessThanOrEqual(voiceCap)
  }
  expect(voices.busy).toBeGreaterThan(8)
  for (const source of sources as { onended?: () => void }[]) source.onended?.()
  expect(voices.busy).toBe(0)
})

test('a blast near by presses the bed down and lets it up again; one far off does not', () => {
  const { context, gains } = fakeContext()
  const desk = createDesk(context, {} as AudioNode)
  const bed = gains[0]!.gain
  const blast: Happening = { kind: 'blast', x: 0, y: 0, vx: 0, vy: 0, radius: 20, hue: 0, seed: 1, own: false }
  desk.play(blast, 1200, 0)
  expect(bed.setTargetAtTime).not.toHaveBeenCalled()
  Object.assign(context, { currentTime: 2 })
  desk.play(blast, 50, 0)
  const [down, up] = bed.setTargetAtTime.mock.calls
  expect(down![0]).toBeLessThan(0.5)
  expect(up![0]).toBe(1)
  expect(up![1]).toBeGreaterThan(down![1])
})

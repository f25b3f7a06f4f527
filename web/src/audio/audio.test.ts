import { expect, test, vi } from 'vitest'
import type { Happening } from '../world/shown.ts'
import { createAudio } from './audio.ts'
import { cueFor, markFor } from './cues.ts'
import { hearing, loudness, side } from './place.ts'
import { chimePitch, sounds } from './sounds.ts'
import { voiceCap } from './plan.ts'

test('the chime rises with the chain and stops at a ceiling', () => {
  expect(chimePitch(0)).toBeCloseTo(523.25, 6)
  expect(chimePitch(5)).toBeCloseTo(1046.5, 6)
  for (let chain = 1; chain <= 14; chain++) expect(chimePitch(chain)).toBeGreaterThan(chimePitch(chain - 1))
  expect(chimePitch(1000)).toBe(chimePitch(14))
  expect(chimePitch(-3)).toBe(chimePitch(0))
  expect(chimePitch(NaN)).toBe(chimePitch(0))
})

test('sound fades with distance and keeps to its side', () => {
  expect(loudness(0, 0)).toBe(1)
  expect(loudness(300, 0)).toBeGreaterThan(loudness(600, 0))
  expect(loudness(hearing, 1)).toBe(0)
  expect(side(0)).toBe(0)
  expect(side(-5000)).toBe(-0.85)
  expect(side(450)).toBeCloseTo(0.425, 9)
})

test('no sound needs more voices than the others may take, and all ramps stay above zero', () => {
  for (const [name, layers] of Object.entries(sounds)) {
    expect(layers.length, name).toBeLessThan(voiceCap / 2)
    for (const layer of layers) {
      expect(Math.min(layer.from, layer.to), name).toBeGreaterThan(0)
      expect(layer.seconds, name).toBeGreaterThan(0.01)
    }
  }
})

test('big rocks break lower and louder', () => {
  const rock = (radius: number): Happening => ({ kind: 'rockBreak', x: 1, y: 2, radius, seed: 1, rich: false })
  const small = cueFor(rock(12))
  const big = cueFor(rock(90))
  expect(big?.pitch).toBeLessThan(small?.pitch ?? 0)
  expect(big?.gain).toBeGreaterThan(small?.gain ?? 1)
})

test("others' pickups are silent", () => {
  const pickup = (own: boolean): Happening => ({ kind: 'pickup', x: 0, y: 0, ship: 1, ore: 1, own, chain: 2 })
  expect(cueFor(pickup(false))).toBeNull()
  expect(cueFor(pickup(true))?.pitch).toBe(chimePitch(2))
})

test('without an AudioContext everything is silence, not an error', () => {
  const listeners: (() => void)[] = []
  const page = {
    addEventListener: (_: string, listener: () => void) => void listeners.push(listener),
    document: { addEventListener: () => undefined, hidden: false },
  }
  Object.assign(globalThis, page)
  const audio = createAudio()
  for (const gesture of listeners) gesture()
  audio.play({ kind: 'spawn', x: 0, y: 0, hue: 0, own: true }, 0, 0)
  audio.engine(1, true)
  audio.ui('click')
  audio.setVolume(NaN)
  audio.setMute(true)
  audio.close()
  expect(listeners.length).toBeGreaterThan(0)
})

test('nothing sounds before the first gesture, and sound that was taken away comes back', async () => {
  const listeners = new Map<string, () => void>()
  vi.stubGlobal('addEventListener', (kind: string, listener: () => void) => listeners.set(kind, listener))
  vi.stubGlobal('document', { addEventListener: () => undefined, hidden: false })
  const resume = vi.fn(() => Promise.resolve())
  let opened = 0
  let context: { state: string; changed?: () => void } = { state: '' }
  class Context {
    state = 'suspended'
    changed?: () => void
    destination = {}
    resume = resume
    constructor() {
      opened++
      context = this
    }
    addEventListener(_: string, listener: () => void): void {
      this.changed = listener
    }
    createGain(): object {
      return { gain: { value: 1 }, connect: () => undefined }
    }
  }
  vi.stubGlobal('AudioContext', Context)
  createAudio()
  expect(opened).toBe(0)
  listeners.get('pointerdown')!()
  expect([opened, resume.mock.calls.length]).toEqual([1, 1])
  context.state = 'running'
  listeners.get('keydown')!()
  expect([opened, resume.mock.calls.length]).toEqual([1, 1])
  context.state = 'interrupted'
  context.changed!()
  listeners.get('pointerup')!()
  expect([opened, resume.mock.calls.length]).toEqual([1, 3])
  vi.unstubAllGlobals()
})

test('own hits are marked by what they struck, and a protected ship only glints', () => {
  const hit = {
    kind: 'hit',
    x: 0,
    y: 0,
    angle: 0,
    amount: 9,
    shield: false,
    target: 1,
    byOwn: true,
    onOwn: false,
  } as const
  expect(markFor(hit)).toBe('mark')
  expect(markFor({ ...hit, shield: true })).toBe('shieldMark')
  expect(markFor({ ...hit, byOwn: false })).toBeNull()
  expect(markFor({ ...hit, harmless: true })).toBeNull()
  expect(cueFor({ ...hit, harmless: true })?.sound).toBe('glint')
})

import { expect, test } from 'vitest'
import { hueCount, paletteNames, palettes } from './palette.ts'
import { cleanName, defaults, openSettings, parseSettings } from './settings.ts'

test('garbage gives the defaults', () => {
  for (const text of [null, '', 'null', '[]', '7', '{', '"name"', '{"name":7,"hue":"x","volume":null}']) {
    expect(parseSettings(text)).toEqual(defaults)
  }
})

test('values out of range fall back one by one', () => {
  const got = parseSettings(
    '{"name":"Ada","hue":99,"volume":-1,"shake":0.5,"quality":"ultra","motion":"reduced","hudScale":1.2}',
  )
  expect(got).toEqual({ ...defaults, name: 'Ada', shake: 0.5, motion: 'reduced', hudScale: 1.2 })
})

test('a name is one trimmed line of at most twenty code points', () => {
  expect(cleanName('  Old\n\tTom ')).toBe('Old Tom')
  expect(cleanName('x'.repeat(50))).toHaveLength(20)
  expect([...cleanName('🚀'.repeat(50))]).toHaveLength(20)
  expect(cleanName('<b>hi</b>')).toBe('<b>hi</b>')
})

test('choices survive a new visit and reach watchers', () => {
  const kept = new Map<string, string>()
  const shelf = { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v) }
  const first = openSettings(shelf)
  const seen: number[] = []
  const leave = first.watch((now) => seen.push(now.hue))
  first.set({ hue: 3, name: 'Nyx' })
  leave()
  first.set({ hue: 4 })
  expect(seen).toEqual([3])
  expect(openSettings(shelf).now).toEqual({ ...defaults, hue: 4, name: 'Nyx' })
})

test('blocked storage costs only the memory', () => {
  const blocked = () => {
    throw new Error('blocked')
  }
  const store = openSettings({ getItem: blocked, setItem: blocked })
  store.set({ volume: 0.25 })
  expect(store.now.volume).toBe(0.25)
})

test('calm follows the choice', () => {
  const store = openSettings(null)
  store.set({ motion: 'reduced' })
  expect(store.calm()).toBe(true)
  store.set({ motion: 'full' })
  expect(store.calm()).toBe(false)
})

test('changed keys are kept, and broken ones fall away one by one', () => {
  const kept = parseSettings('{"keys":{"fire":["KeyX"],"up":[],"down":"KeyY","left":["<b>"],"boost":["KeyB",3]}}')
  expect(kept.keys).toEqual({ fire: ['KeyX'] })
  expect(parseSettings('{"keys":7,"palette":"pink","language":3}')).toEqual(defaults)
})

// Machado, Oliveira and Fernandes (2009), full strength, on linear light.
const sight: Record<string, readonly number[]> = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

type Triple = [number, number, number]

function seen(css: string, matrix: readonly number[]): Triple {
  const rgb = [1, 3, 5].map((at) => (Number.parseInt(css.slice(at, at + 2), 16) / 255) ** 2.2)
  const row = (r: number): number =>
    Math.min(1, Math.max(0, matrix[r]! * rgb[0]! + matrix[r + 1]! * rgb[1]! + matrix[r + 2]! * rgb[2]!))
  return lab([row(0), row(3), row(6)])
}

function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function nearest(colours: readonly string[], eyes: string): { apart: number; pair: string } {
  const all = colours.map((css) => seen(css, sight[eyes]!))
  let least = { apart: Number.POSITIVE_INFINITY, pair: '' }
  for (let i = 0; i < all.length; i++)
    for (let j = 0; j < i; j++) {
      const apart = Math.hypot(...all[i]!.map((value, k) => value - all[j]![k]!))
      if (apart < least.apart) least = { apart, pair: `${colours[j]} ${colours[i]}` }
    }
  return least
}

test.each([
  ['standard', 'normal', 30],
  ['contrast', 'normal', 30],
  ['redGreen', 'protanopia', 30],
  ['redGreen', 'deuteranopia', 30],
  ['blueYellow', 'tritanopia', 30],
] as const)('the %s hues stay apart for %s sight', (name, eyes, least) => {
  const { hues, good, warn, bad } = palettes[name]
  const near = nearest(hues, eyes)
  expect(near.apart, `${near.pair} in ${name}`).toBeGreaterThan(least)
  expect(nearest([good, warn, bad], eyes).apart, `meanings in ${name}`).toBeGreaterThan(20)
})

test('every palette has all hues', () => {
  for (const name of paletteNames) {
    expect(new Set(palettes[name].hues).size, name).toBe(hueCount)
    for (const css of palettes[name].hues) expect(css).toMatch(/^#[0-9a-f]{6}$/)
  }
})

import { expect, test } from 'vitest'
import { shipColours } from './palette.ts'
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

test('ship colours differ from each other', () => {
  expect(new Set(shipColours.map((c) => c.css)).size).toBe(8)
  expect(new Set(shipColours.map((c) => c.name)).size).toBe(8)
})

import { expect, test, vi } from 'vitest'
import type { Device } from '../input/held.ts'
import type { Happening } from '../world/shown.ts'
import { blowOf, createFeel, markOf } from './feel.ts'
import { HitStop } from './hitstop.ts'

const hit = { kind: 'hit', x: 10, y: 20, angle: 0, amount: 18, shield: false, target: 3, byOwn: true, onOwn: false } as const

function stage(device: Device = 'keys', calm = false) {
  const felt = {
    marks: { node: {} as HTMLElement, mark: vi.fn(), note: vi.fn() },
    stop: new HitStop(),
    device: () => device,
    buzz: vi.fn(),
    sound: vi.fn(),
    words: (victim: string) => `Destroyed ${victim}`,
    calm: () => calm,
    onPage: (x: number, y: number) => ({ x: x + 100, y: y + 100 }),
  }
  return { felt, feel: createFeel(felt) }
}

test('shield, hull and a ship that nothing hurts are marked differently, hits of others not at all', () => {
  expect(markOf(hit)).toBe('hull')
  expect(markOf({ ...hit, shield: true })).toBe('shield')
  expect(markOf({ ...hit, harmless: true })).toBe('harmless')
  expect(markOf({ ...hit, byOwn: false, onOwn: true })).toBeNull()
})

test('the blow weighs what it cost, less on the shield, and is never more than all', () => {
  const taken: Happening = { ...hit, byOwn: false, onOwn: true }
  expect(blowOf(taken)).toBeCloseTo(0.4, 9)
  expect(blowOf({ ...taken, shield: true })).toBeCloseTo(0.24, 9)
  expect(blowOf({ ...taken, amount: 900 })).toBe(1)
  expect(blowOf({ ...taken, harmless: true })).toBe(0)
  expect(blowOf(hit), 'own shots shake nobody').toBe(0)
  expect(blowOf({ kind: 'bump', x: 0, y: 0, speed: 250, own: false })).toBe(0)
})

test('a mouse has its marks at the crosshair, a pad at the target', () => {
  const mouse = stage('keys')
  mouse.feel.cursor(7, 8)
  mouse.feel.saw(hit)
  expect(mouse.felt.marks.mark).toHaveBeenCalledWith('hull', 7, 8)
  const pad = stage('pad')
  pad.feel.cursor(7, 8)
  pad.feel.saw(hit)
  expect(pad.felt.marks.mark).toHaveBeenCalledWith('hull', 110, 120)
})

test('a kill is marked, said, heard and felt, and stops the picture for an instant', () => {
  const { felt, feel } = stage('pad')
  feel.saw(hit)
  feel.killed('Bob')
  expect(felt.marks.mark).toHaveBeenLastCalledWith('kill', 110, 120)
  expect(felt.marks.note).toHaveBeenCalledWith('Destroyed Bob', 110, 120)
  expect(felt.sound).toHaveBeenCalledWith('kill')
  expect(felt.buzz).toHaveBeenCalledTimes(1)
  expect(felt.stop.step(10)).toBe(0)
})

test('under reduced motion the picture never stops', () => {
  const { felt, feel } = stage('pad', true)
  feel.killed('Bob')
  feel.saw({ ...hit, byOwn: false, onOwn: true, amount: 900 })
  expect(felt.stop.step(10)).toBe(10)
  expect(felt.buzz).toHaveBeenCalledTimes(2)
})

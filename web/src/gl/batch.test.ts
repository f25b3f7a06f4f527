import { expect, test } from 'vitest'
import { Batch } from './batch.ts'

function corners(batch: Batch): number[][] {
  const floats = new Float32Array(batch.words().buffer)
  return [0, 1, 2, 3].map((i) => [floats[i * 6]!, floats[i * 6 + 1]!])
}

test('a quad lies around its place, relative to the origin', () => {
  const batch = new Batch(4)
  batch.reset(1000, 2000)
  batch.upright(1010, 2020, 3, 5)
  expect(corners(batch)).toEqual([
    [7, 15],
    [13, 15],
    [13, 25],
    [7, 25],
  ])
})

test('far places stay exact', () => {
  const batch = new Batch(4)
  batch.reset(1e7, -1e7)
  batch.upright(1e7 + 0.25, -1e7 + 0.5, 0.125, 0.125)
  expect(corners(batch)[0]).toEqual([0.125, 0.375])
})

test('ink and shape are packed as the shader reads them', () => {
  const batch = new Batch(1)
  batch.reset(0, 0)
  batch.ink(0x332211, 1, 2).shape(6, 0, 1, 0.5, 1)
  batch.put(0, 0, 1, 1, Math.PI / 2)
  const bytes = new Uint8Array(batch.words().buffer)
  expect([...bytes.slice(12, 24)]).toEqual([0x11, 0x22, 0x33, 255, 6, 64, 0, 255, 128, 255, 128, 255])
})

test('values out of range are held at the ends', () => {
  const batch = new Batch(1)
  batch.reset(0, 0)
  batch.ink(0xffffff, 7, 99).shape(0, -3, 8)
  batch.upright(0, 0, 1, 1)
  const bytes = new Uint8Array(batch.words().buffer)
  expect([bytes[15], bytes[17], bytes[18], bytes[19]]).toEqual([255, 255, 0, 255])
})

test('a full batch drops and counts', () => {
  const batch = new Batch(2)
  batch.reset(0, 0)
  for (let i = 0; i < 5; i++) batch.upright(0, 0, 1, 1)
  expect([batch.count, batch.dropped, batch.usedWords()]).toEqual([2, 3, 48])
})

import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { contrast, readPng } from './png.ts'

function chunk(type: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  return Buffer.concat([size, Buffer.from(type), data, Buffer.alloc(4)])
}

/** A PNG of rows that are filtered already. */
function png(width: number, height: number, colour: number, rows: number[]): Buffer {
  const head = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, colour, 0, 0, 0])
  const half = rows.length >> 1
  const packed = deflateSync(Buffer.from(rows))
  const parts = [chunk('IDAT', packed.subarray(0, half)), chunk('IDAT', packed.subarray(half))]
  return Buffer.concat([Buffer.alloc(8), chunk('IHDR', head), chunk('tEXt', Buffer.from('a')), ...parts, chunk('IEND', Buffer.alloc(0))])
}

test('all filters are undone', () => {
  const rows = [
    [0, 10, 20, 30, 40, 50, 60],
    [1, 1, 2, 3, 1, 1, 1],
    [2, 1, 1, 1, 255, 0, 0],
    [3, 1, 1, 1, 2, 2, 2],
    [4, 5, 5, 5, 1, 1, 1],
  ]
  const { data, width, height, channels } = readPng(png(2, 5, 2, rows.flat()))
  expect([width, height, channels]).toEqual([2, 5, 3])
  expect([...data]).toEqual([
    ...[10, 20, 30, 40, 50, 60],
    ...[1, 2, 3, 2, 3, 4],
    ...[2, 3, 4, 1, 3, 4],
    ...[2, 2, 3, 3, 4, 5],
    ...[7, 7, 8, 8, 8, 9],
  ])
})

test('a picture of one colour has no contrast, one of black and white has all', () => {
  expect(contrast(readPng(png(2, 1, 6, [0, 9, 9, 9, 255, 9, 9, 9, 0])))).toBe(0)
  expect(contrast(readPng(png(2, 1, 6, [0, 0, 0, 0, 255, 255, 255, 255, 255])))).toBe(127.5)
})

test('what browsers do not make is refused', () => {
  expect(() => readPng(png(1, 1, 3, [0, 1]))).toThrow('not as browsers make')
})

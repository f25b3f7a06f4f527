import { expect, test } from 'vitest'
import { ProtocolError, Reader, Writer } from './msgpack.ts'

const read = (...bytes: number[]): Reader => {
  const r = new Reader()
  r.reset(new Uint8Array(bytes))
  return r
}

const written = (write: (w: Writer) => void): number[] => {
  const w = new Writer()
  write(w)
  return [...w.bytes()]
}

test('whole numbers go out in their shortest form and come back', () => {
  const shortest: [number, number][] = [
    [0, 1],
    [127, 1],
    [128, 2],
    [255, 2],
    [256, 3],
    [65535, 3],
    [65536, 5],
    [4294967295, 5],
    [-1, 1],
    [-32, 1],
    [-33, 2],
    [-128, 2],
    [-129, 3],
    [-32768, 3],
    [-32769, 5],
    [-2147483648, 5],
  ]
  for (const [value, length] of shortest) {
    const bytes = written((w) => w.int(value))
    expect(bytes, String(value)).toHaveLength(length)
    const r = read(0x92, 0, ...bytes)
    r.next()
    expect(r.int(-2147483648, 4294967295)).toBe(value)
  }
})

test('long forms are read too, exactly up to 2^53', () => {
  const r = read(
    0x93,
    0,
    0xcf,
    0,
    0x1f,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xd3,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xff,
    0xfe,
  )
  r.next()
  expect(r.int(0, Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER)
  expect(r.int(-2, 0)).toBe(-2)
})

test('numbers outside their range are refused with message and field', () => {
  const r = read(0x93, 35, 7, 0xcc, 200)
  r.next()
  r.int(0, 255)
  expect(() => r.int(0, 63)).toThrow(/message 35, field 3: is 200, outside 0 to 63/)
})

test('text and bins keep their bytes', () => {
  for (const text of ['', 'Ada', 'Zoë 🚀', 'x'.repeat(40)]) {
    const r = read(0x92, 0, ...written((w) => w.string(text)))
    r.next()
    expect(r.string(64)).toBe(text)
  }
  const r = read(0x92, 0, ...written((w) => w.bin(new Uint8Array([1, 2, 255]))))
  r.next()
  expect([...r.bin(3)]).toEqual([1, 2, 255])
})

test('broken text is refused', () => {
  const r = read(0x92, 0, 0xa2, 0xc3, 0x28)
  r.next()
  expect(() => r.string(8)).toThrow(/not valid UTF-8/)
})

test('wrong types, lengths beyond the end and numbers that are none are refused', () => {
  const bad: [string, number[], (r: Reader) => unknown][] = [
    ['text for a number', [0x92, 0, 0xa1, 0x41], (r) => r.int(0, 9)],
    ['a float for a whole number', [0x92, 0, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0], (r) => r.int(0, 9)],
    ['not a number', [0x92, 0, 0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], (r) => r.float()],
    ['a string that lies about its length', [0x92, 0, 0xdb, 0xff, 0xff, 0xff, 0xff], (r) => r.string(64)],
    ['a bin that lies about its length', [0x92, 0, 0xc6, 0xff, 0xff, 0xff, 0xff], (r) => r.bin(64)],
    [
      'an array that lies about its length',
      [0x92, 0, 0xdd, 0xff, 0xff, 0xff, 0xff],
      (r) =>
        r.list(
          9,
          () => 0,
          () => undefined,
        ),
    ],
    ['nil for a bin', [0x92, 0, 0xc0], (r) => r.bin(64)],
    ['a missing field', [0x91, 0], (r) => r.int(0, 9)],
    ['a number for a truth value', [0x92, 0, 1], (r) => r.bool()],
  ]
  for (const [what, bytes, take] of bad) {
    const r = read(...bytes)
    r.next()
    expect(() => take(r), what).toThrow(ProtocolError)
  }
})

test('unknown fields of every type are walked over', () => {
  const values = [
    [0xc0],
    [0xc2],
    [0x81, 0xa1, 0x41, 0x01],
    [0xdc, 0, 2, 1, 2],
    [0xde, 0, 1, 1, 2],
    [0xca, 0, 0, 0, 0],
    [0xd4, 1, 2],
    [0xd8, 1, ...new Array<number>(16).fill(0)],
    [0xc7, 2, 1, 0, 0],
    [0xc5, 0, 1, 9],
    [0xda, 0, 1, 0x41],
    [0xd3, 0, 0, 0, 0, 0, 0, 0, 1],
  ]
  const r = read(0xdc, 0, values.length + 1, 100, ...values.flat(), 0x91, 7)
  expect(r.next()).toBe(100)
  expect(r.next()).toBe(7)
  expect(r.next()).toBe(-1)
})

test('what is nested too deeply or is too much is refused, not followed', () => {
  const deep = read(0x92, 0, ...new Array<number>(100).fill(0x91), 0)
  deep.next()
  expect(() => deep.next()).toThrow(/nested too deeply/)
  const much = read(0xdc, 0x20, 1, 0, ...new Array<number>(0x2000).fill(0))
  much.next()
  expect(() => much.next()).toThrow(/too much/)
})

test('any bytes give messages or a ProtocolError, and end', () => {
  let seed = 7
  const next = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 24
  for (let run = 0; run < 4000; run++) {
    const r = read(...Array.from({ length: next() % 60 }, next))
    try {
      for (let n = 0; r.next() >= 0; n++) expect(n).toBeLessThan(100)
    } catch (error) {
      expect(error, `seed 7, run ${run}`).toBeInstanceOf(ProtocolError)
    }
  }
})

test('a writer grows and starts over', () => {
  const w = new Writer()
  w.bin(new Uint8Array(5000))
  expect(w.bytes()).toHaveLength(5003)
  w.reset()
  w.float(1.5)
  w.bool(true)
  expect([...w.bytes()]).toEqual([0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc3])
})

import { expect, test, vi } from 'vitest'
import { createLine } from './line.ts'
import type { Ground, Line, LineListener, Socket } from './line.ts'
import { Writer } from './msgpack.ts'
import { Closings, IDFrame, IDHello, IDLeave, encodeLeave } from './protocol.gen.ts'

class FakeSocket implements Socket {
  binaryType = ''
  bufferedAmount = 0
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  sent: Uint8Array[] = []
  closed: number | undefined | null = null
  send(bytes: Uint8Array): void {
    this.sent.push(bytes.slice())
  }
  close(code?: number): void {
    this.closed = code
  }
  opens(): void {
    this.onopen?.(undefined as never)
  }
  brings(...bytes: number[]): void {
    this.onmessage?.({ data: new Uint8Array(bytes).buffer })
  }
  ends(code: number): void {
    this.onclose?.({ code })
  }
}

interface Bench {
  line: Line
  listen: () => void
  sockets: FakeSocket[]
  states: string[]
  types: number[]
  welcomes: { at: number; tookMs: number }[]
  ends: () => number
  endedAt: () => number
  key: () => string | null
  pass: (ms: number) => void
}

function bench(key: string | null = null, heard = true): Bench {
  let now = 1000
  let kept = key
  let timers: { at: number; call: () => void }[] = []
  const sockets: FakeSocket[] = []
  const states: string[] = []
  const types: number[] = []
  const welcomes: { at: number; tookMs: number }[] = []
  let ended = 0
  let endedAt = 0
  const ground: Ground = {
    connect() {
      sockets.push(new FakeSocket())
      return sockets.at(-1)!
    },
    now: () => now,
    later(ms, call) {
      const timer = { at: now + ms, call }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    random: () => 0.5,
    recall: () => kept,
    keep: (next) => {
      kept = next
    },
  }
  const listener: LineListener = {
    welcome: (_, at, tookMs) => welcomes.push({ at, tookMs }),
    message: (type) => {
      types.push(type)
      return type === IDFrame
    },
    end(at) {
      ended++
      endedAt = at
    },
    changed: () => states.push(line.state),
  }
  const line = createLine(ground, 'test', 'en')
  const listen = (): void => line.listen(listener)
  if (heard) listen()
  line.open()
  const pass = (ms: number): void => {
    now += ms
    const due = timers.filter((timer) => timer.at <= now)
    timers = timers.filter((timer) => timer.at > now)
    for (const timer of due) timer.call()
  }
  return { line, listen, sockets, states, types, welcomes, ends: () => ended, endedAt: () => endedAt, key: () => kept, pass }
}

// [32, version, build, session, resume, resumed, rate, tick, catalog, space, cell, lagMax, maxUp, server, messages]
const welcome = [
  0x9f, 32, 1, 0xa0, 7, 0xc4, 2, 0xab, 0xcd, 0xc2, 30, 9, 0xa0, 0xcd, 0x40, 0, 0xcc, 128, 6, 0xcd, 4, 0, 0xa0, 0x90,
]
const frame = [0x93, IDFrame, 1, 0xc4, 0]

function bye(code: number, retryMs: number): number[] {
  const w = new Writer()
  w.array(4)
  w.uint(47)
  w.uint(code)
  w.string('Because.')
  w.uint(retryMs)
  return [...w.bytes()]
}

test('the sentence of a bye stands until the line is open again, also when a try fails', () => {
  const b = bench()
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome, ...frame)
  b.sockets[0]!.brings(...bye(1012, 100))
  b.sockets[0]!.ends(1012)
  expect(b.line.sentence).toBe('Because.')
  for (let n = 1; n < 4; n++) {
    b.pass(20_000)
    expect(b.sockets).toHaveLength(n + 1)
    b.sockets[n]!.ends(1006)
    expect(b.line.why, `after try ${n}`).toBe('restart')
    expect(b.line.sentence, `after try ${n}`).toBe('Because.')
  }
  b.pass(20_000)
  b.sockets.at(-1)!.opens()
  b.sockets.at(-1)!.brings(...welcome)
  expect(b.line.why + b.line.sentence).toBe('')
})

test('what comes before there is a game is kept for it, with the times at which it came', () => {
  const b = bench(null, false)
  b.sockets[0]!.opens()
  expect(b.sockets[0]!.sent, 'the hello').toHaveLength(1)
  b.pass(40)
  b.sockets[0]!.brings(...welcome)
  b.pass(60)
  b.sockets[0]!.brings(...frame)
  b.pass(300)
  expect(b.line.state).toBe('connecting')
  b.listen()
  expect(b.line.state).toBe('open')
  expect(b.welcomes).toEqual([{ at: 1040, tookMs: 40 }])
  expect(b.types).toEqual([IDFrame])
  expect([b.line.heardAt, b.endedAt()]).toEqual([1100, 1100])
})

test('a line that nobody listens to for long is given up, and called again', () => {
  const b = bench(null, false)
  b.sockets[0]!.opens()
  for (let n = 0; n < 250; n++) b.sockets[0]!.brings(...frame)
  expect(b.line.state).toBe('waiting')
  b.listen()
  expect(b.types).toEqual([])
  b.pass(1000)
  expect(b.sockets).toHaveLength(2)
})

test('hello goes out when the socket opens, with the key of the session before', () => {
  const b = bench('0102')
  b.sockets[0]!.opens()
  const hello = b.sockets[0]!.sent[0]!
  expect(hello[1]).toBe(IDHello)
  expect([...hello.slice(-4)]).toEqual([0xc4, 2, 1, 2])
})

test('welcome opens the line and its key is kept', () => {
  const b = bench()
  b.line.send(encodeLeave, {})
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome, ...frame)
  expect(b.line.state).toBe('open')
  expect(b.key()).toBe('abcd')
  expect(b.line.frames).toBe(1)
  expect(b.line.byType.get(IDFrame)).toBe(frame.length)
  b.line.send(encodeLeave, {})
  expect(b.sockets[0]!.sent.map((bytes) => bytes[1])).toEqual([IDHello, IDLeave])
})

test('frames that come together are handed over one by one, and ended once', () => {
  const b = bench()
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome)
  const before = b.ends()
  b.sockets[0]!.brings(...frame, ...frame, ...frame)
  expect(b.types).toEqual([IDFrame, IDFrame, IDFrame])
  expect(b.line.frames).toBe(3)
  expect(b.line.byType.get(IDFrame)).toBe(3 * frame.length)
  expect(b.ends() - before).toBe(1)
})

test('a lost line comes back, later and later, and at once when woken', () => {
  const b = bench()
  const waits: number[] = []
  for (let n = 0; n < 8; n++) {
    b.sockets.at(-1)!.ends(1006)
    expect(b.line.state).toBe('waiting')
    waits.push(b.line.retryAt - 1000 - waits.reduce((sum, ms) => sum + ms, 0))
    b.pass(waits.at(-1)!)
    expect(b.sockets).toHaveLength(n + 2)
  }
  expect(waits).toEqual([225, 350, 600, 1100, 2100, 4100, 4100, 4100])
  b.sockets.at(-1)!.ends(1006)
  b.line.wake()
  expect(b.sockets).toHaveLength(10)
})

test('a frame resets the back-off', () => {
  const b = bench()
  b.sockets[0]!.ends(1006)
  b.pass(225)
  b.sockets[1]!.opens()
  b.sockets[1]!.brings(...welcome, ...frame)
  const before = b.line.heardAt
  b.sockets[1]!.ends(1006)
  expect(b.line.retryAt - before).toBe(225)
})

test('bye says why and when to come back, and waking does not hurry it', () => {
  const b = bench()
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome, ...bye(1012, 3000))
  b.sockets[0]!.ends(1012)
  expect(b.line.sentence).toBe('Because.')
  expect(b.line.retryAt - b.line.heardAt).toBe(3225)
  b.line.wake()
  expect(b.sockets).toHaveLength(1)
  b.pass(3225)
  expect(b.sockets).toHaveLength(2)
})

test('codes that coming back cannot help close for good, in words', () => {
  for (const code of [1000, 1002, 1003, 1007, 1008, 1009, 4500, 4501, 4502, 4503, 4504]) {
    const b = bench()
    b.sockets[0]!.ends(code)
    expect(b.line.state, String(code)).toBe('closed')
    expect(b.line.why, String(code)).toBe(Closings[code])
    expect(b.line.sentence, String(code)).toBe('')
    b.line.wake()
    expect(b.sockets, String(code)).toHaveLength(1)
  }
  for (const code of [1001, 1005, 1006, 1011, 1012, 1013, 4000, 4001, 4002, 4499]) {
    const b = bench()
    b.sockets[0]!.ends(code)
    expect(b.line.state, String(code)).toBe('waiting')
  }
})

test('an old socket that speaks or closes late is not listened to', () => {
  const b = bench()
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome)
  b.line.cut()
  b.pass(10_000)
  b.sockets[1]!.opens()
  b.sockets[1]!.brings(...welcome)
  const count = b.types.length
  b.sockets[0]!.brings(...frame)
  b.sockets[0]!.ends(4500)
  expect(b.line.state).toBe('open')
  expect(b.types).toHaveLength(count)
})

test('a server that never answers is given up after a while', () => {
  const b = bench()
  b.pass(10_000)
  expect(b.line.state).toBe('waiting')
  expect(b.sockets[0]!.closed).toBeUndefined()
})

test('a line that went silent without closing is given up', () => {
  const b = bench()
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome, ...frame)
  b.pass(7000)
  b.line.check()
  expect(b.line.state).toBe('open')
  b.pass(1500)
  b.line.check()
  expect(b.line.state).toBe('waiting')
})

test('bytes that cannot be read end the line and it starts afresh', () => {
  const b = bench()
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome, 0xc1)
  expect(b.line.state).toBe('waiting')
  expect(errors).toHaveBeenCalledOnce()
  errors.mockRestore()
})

test('nothing is sent into a clogged socket', () => {
  const b = bench()
  b.sockets[0]!.opens()
  b.sockets[0]!.brings(...welcome)
  b.sockets[0]!.bufferedAmount = 20_000
  b.line.send(encodeLeave, {})
  expect(b.sockets[0]!.sent).toHaveLength(1)
})

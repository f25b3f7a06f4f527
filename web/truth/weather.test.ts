import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Dice } from '../src/draw/dice.ts'
import type { Socket } from '../src/net/line.ts'
import { Stalls, throughWeather } from './weather.ts'
import type { Weather } from './weather.ts'

const bad: Weather = { delayMs: 100, swingMs: 30, stalled: 0.01, leastStallMs: 100, mostStallMs: 400 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the line stands still for its share of the time, in stalls of the lengths asked for', () => {
  const stalls = new Stalls(bad, new Dice().seed(7), 0)
  const hour = 3_600_000
  let still = 0
  let longest = 0
  for (let at = 0; at < hour; at += 10) {
    const wait = stalls.through(at) - at
    longest = Math.max(longest, wait)
    if (wait > 0) still += 10
  }
  expect(longest).toBeLessThanOrEqual(bad.mostStallMs)
  expect(longest).toBeGreaterThan(0.8 * bad.mostStallMs)
  expect(still / hour).toBeGreaterThan(0.008)
  expect(still / hour).toBeLessThan(0.012)
})

test('messages come late by what the weather says, in order, both ways', async () => {
  const sent: number[] = []
  const inner = { bufferedAmount: 0, send: (bytes: Uint8Array) => sent.push(bytes[0]!), close: () => undefined }
  const socket = inner as unknown as Socket
  const calm: Weather = { ...bad, stalled: 0 }
  const early: number[] = []
  const outer = throughWeather(socket, calm, new Dice().seed(7), (data) => early.push(new Uint8Array(data)[0]!))
  const came: [number, number][] = []
  const start = performance.now()
  outer.onmessage = ({ data }) => came.push([new Uint8Array(data as ArrayBuffer)[0]!, performance.now() - start])
  for (let i = 0; i < 100; i++) {
    outer.send(new Uint8Array([i]))
    socket.onmessage!({ data: new Uint8Array([i]).buffer })
    await vi.advanceTimersByTimeAsync(10)
  }
  await vi.advanceTimersByTimeAsync(200)
  const all = Array.from({ length: 100 }, (_, i) => i)
  expect([sent, came.map(([i]) => i), early]).toEqual([all, all, all])
  const taken = came.map(([i, at]) => at - 10 * i)
  expect(Math.min(...taken)).toBeGreaterThanOrEqual(69)
  expect(Math.max(...taken)).toBeLessThanOrEqual(132)
  expect(Math.max(...taken) - Math.min(...taken), 'it varies').toBeGreaterThan(20)
})

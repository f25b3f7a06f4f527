// A TCP line between page and server that can be made bad: slow, stalled, cut, or dead to new calls.

import { createServer, type Server as Listener, type Socket, connect } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface Line {
  /** Where to go instead of the server, such as http://127.0.0.1:40124. */
  url: string
  /** Each chunk travels this long, one way, in order. */
  delay(ms: number): void
  /** Nothing travels any more, but nobody is told: as when a phone drives into a tunnel. */
  stall(): void
  /** What was stalled travels again. */
  flow(): void
  /** Resets every connection. New ones are taken, unless refuse was called. */
  cut(): void
  /** New connections are reset at once until accept is called. */
  refuse(): void
  accept(): void
  /** Connections now open. */
  open(): number
  /** Cuts all and closes the door. */
  close(): Promise<void>
}

/** Opens a line on a free port to the server at target, such as http://127.0.0.1:40123. */
export async function openLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target)
  const state: State = { delayMs: 0, stalled: false, refusing: false, pairs: new Set(), pumps: new Set() }
  const door = createServer({ allowHalfOpen: true }, (near) => {
    if (state.refusing) {
      near.resetAndDestroy()
      return
    }
    join(state, near, connect({ host: hostname, port: Number(port), allowHalfOpen: true }))
  })
  await listen(door)
  const cut = (): void => {
    for (const [near, far] of state.pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }
  const pumpAll = (): void => {
    for (const pump of state.pumps) pump()
  }
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    delay: (ms) => {
      state.delayMs = ms
    },
    stall: () => {
      state.stalled = true
    },
    flow: () => {
      state.stalled = false
      pumpAll()
    },
    cut,
    refuse: () => {
      state.refusing = true
    },
    accept: () => {
      state.refusing = false
    },
    open: () => state.pairs.size,
    close: async () => {
      const closed = new Promise<void>((done) => door.close(() => done()))
      state.refusing = true
      cut()
      await closed
    },
  }
}

type Pair = readonly [near: Socket, far: Socket]

interface State {
  delayMs: number
  stalled: boolean
  refusing: boolean
  pairs: Set<Pair>
  pumps: Set<() => void>
}

function listen(door: Listener): Promise<void> {
  return new Promise((resolve, reject) => {
    door.once('error', reject)
    door.listen(0, '127.0.0.1', resolve)
  })
}

function join(state: State, near: Socket, far: Socket): void {
  const pair: Pair = [near, far]
  state.pairs.add(pair)
  const pumps = [carry(state, near, far), carry(state, far, near)]
  for (const pump of pumps) state.pumps.add(pump)
  const end = (): void => {
    state.pairs.delete(pair)
    for (const pump of pumps) state.pumps.delete(pump)
    near.destroy()
    far.destroy()
  }
  for (const socket of pair) {
    socket.setNoDelay(true)
    socket.on('error', end)
    socket.on('close', end)
  }
}

/** Carries bytes one way and returns what to call when the line flows again. The queue keeps order under any delay. */
function carry(state: State, from: Socket, to: Socket): () => void {
  const queue: { chunk: Buffer | null; due: number }[] = []
  let timer: NodeJS.Timeout | undefined
  const pump = (): void => {
    clearTimeout(timer)
    timer = undefined
    while (queue.length > 0 && !state.stalled) {
      const head = queue[0] as (typeof queue)[0]
      const wait = head.due - performance.now()
      if (wait > 0) {
        timer = setTimeout(pump, wait)
        return
      }
      queue.shift()
      if (head.chunk === null) to.end()
      else if (!to.destroyed) to.write(head.chunk)
    }
  }
  const put = (chunk: Buffer | null): void => {
    queue.push({ chunk, due: performance.now() + state.delayMs })
    if (timer === undefined) pump()
  }
  from.on('data', put)
  from.on('end', () => put(null))
  from.on('close', () => clearTimeout(timer))
  return pump
}

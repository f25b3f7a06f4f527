// The line to the server: one WebSocket at a time, made again by itself when it is lost. It speaks hello,
// welcome and bye, counts bytes, and hands every other message on. It may be opened before there is a game to
// listen. It owns no page: sockets, time, chance and the place for the resume key are passed in.

import { Reader, Writer } from './msgpack.ts'
import {
  Closings,
  IDBye,
  IDFrame,
  IDWelcome,
  decodeBye,
  decodeWelcome,
  encodeHello,
  newBye,
  newWelcome,
} from './protocol.gen.ts'
import type { Welcome } from './protocol.gen.ts'

/** What the line uses of a WebSocket. */
export interface Socket {
  binaryType: string
  readonly bufferedAmount: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(code?: number): void
}

/** What the line stands on. */
export interface Ground {
  connect(): Socket
  now(): number // ms, monotonic
  later(ms: number, call: () => void): () => void // returns the way to call it off
  random(): number
  recall(): string | null // the resume key, hexadecimal
  keep(key: string): void
}

/** Hears what comes; `at` is when it came, in the ground's ms. */
export interface LineListener {
  /** `tookMs` is how long the server was asked for it. */
  welcome(welcome: Welcome, at: number, tookMs: number): void
  /** One message, to be read from the reader; false when nobody knows the type. */
  message(type: number, reader: Reader): boolean
  /** All messages that came together have been handed over. */
  end(at: number): void
  /** The state has changed. */
  changed(): void
}

export type LineState = 'connecting' | 'open' | 'waiting' | 'closed'

export interface Line {
  readonly state: LineState
  /** Why the line is not open, by the name of the close code; '' when it is not known. It stands until it is open. */
  readonly why: string
  /** What the server said of it, in a sentence for the player; '' when it said nothing. */
  readonly sentence: string
  /** When the next try is due, in the ground's ms; -1 when none is. */
  readonly retryAt: number
  /** When the last frame came, in the ground's ms. */
  readonly heardAt: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly frames: number
  /** Bytes read since the page began, by message type. */
  readonly byType: Map<number, number>
  /** Encodes and sends one message; false, and nothing done, when the line is not open or clogged. */
  send<T>(encode: (w: Writer, m: T) => void, message: T): boolean
  /** Calls the server for the first time. */
  open(): void
  /** Hands everything over from now on, first what came before there was anyone to hear it. */
  listen(listener: LineListener): void
  /** The network or the page came back: tries again at once if the line is waiting or dead. */
  wake(): void
  /** Gives up a line that went silent without closing. Call it now and then. */
  check(): void
  /** Cuts the line as if the network had failed; for tests. */
  cut(): void
  /** Closes for good. */
  close(): void
}

export const version = 1

const firstWaitMs = 250
const mostWaitMs = 8000
const leastWaitMs = 100
const openingMs = 10_000
const silentMs = 8000
const asleepMs = 3000 // a line that was silent so long while the page slept is dead
const clogged = 16_384 // bytes that wait in the socket
const mostUnheard = 200 // frames; then the game does not come soon
const triesOfBroken = 5 // a server that cannot be read is not called again at once

const comesBack = (code: number): boolean =>
  (code >= 4000 && code < 4500) || code === 1001 || (code >= 1011 && code <= 1014) || code === 1005 || code === 1006

/** Makes a line, not yet open. `build` and `locale` are told to the server. */
export function createLine(ground: Ground, build: string, locale: string): Line {
  return new ServerLine(ground, build, locale)
}

class ServerLine implements Line {
  state: LineState = 'connecting'
  why = ''
  sentence = ''
  retryAt = -1
  heardAt = 0
  bytesIn = 0
  bytesOut = 0
  frames = 0
  readonly byType = new Map<number, number>()
  readonly #ground: Ground
  #listener: LineListener | null = null
  #unheard: { data: unknown; at: number }[] = [] // while nobody listens
  readonly #build: string
  readonly #locale: string
  readonly #reader = new Reader()
  readonly #writer = new Writer()
  readonly #bye = newBye()
  #socket: Socket | null = null
  #tries = 0
  #askedAt = 0
  #asked = false // the server named the time of the next try
  #unplan: () => void = () => undefined

  constructor(ground: Ground, build: string, locale: string) {
    this.#ground = ground
    this.#build = build
    this.#locale = locale
  }

  open(): void {
    this.#unplan()
    this.retryAt = -1
    this.#bye.code = 0
    const socket = this.#ground.connect()
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    // A socket that was given up may still speak; only the newest is listened to.
    socket.onopen = () => this.#socket === socket && this.#hello(socket)
    socket.onmessage = (event) => this.#socket === socket && this.#come(event.data)
    socket.onclose = (event) => this.#socket === socket && this.#lost(this.#bye.code || event.code)
    this.#unplan = this.#ground.later(openingMs, () => this.#drop())
    this.#enter('connecting')
  }

  listen(listener: LineListener): void {
    this.#listener = listener
    const unheard = this.#unheard
    const socket = this.#socket
    this.#unheard = []
    for (const { data, at } of unheard) if (this.#socket === socket) this.#hear(data, at, listener)
  }

  send<T>(encode: (w: Writer, m: T) => void, message: T): boolean {
    if (this.state !== 'open' || this.#socket === null || this.#socket.bufferedAmount > clogged) return false
    this.#write(this.#socket, encode, message)
    return true
  }

  wake(): void {
    if (this.state === 'open' && this.#ground.now() - this.heardAt > asleepMs) this.#drop()
    if (this.state === 'waiting' && !this.#asked) this.open()
  }

  check(): void {
    if (this.state === 'open' && this.#ground.now() - this.heardAt > silentMs) this.#drop()
  }

  cut(): void {
    if (this.state === 'open') this.#drop()
  }

  close(): void {
    this.#unplan()
    const socket = this.#socket
    this.#socket = null
    socket?.close(1000)
    this.#enter('closed')
  }

  #hello(socket: Socket): void {
    this.#askedAt = this.#ground.now()
    this.#write(socket, encodeHello, {
      minVersion: version,
      maxVersion: version,
      build: this.#build,
      locale: this.#locale.slice(0, 16),
      caps: 0,
      resume: fromHex(this.#ground.recall() ?? ''),
    })
  }

  #write<T>(socket: Socket, encode: (w: Writer, m: T) => void, message: T): void {
    this.#writer.reset()
    encode(this.#writer, message)
    const bytes = this.#writer.bytes()
    socket.send(bytes)
    this.bytesOut += bytes.length
  }

  #come(data: unknown): void {
    const at = this.#ground.now()
    if (this.#listener !== null) this.#hear(data, at, this.#listener)
    else if (this.#unheard.push({ data, at }) > mostUnheard) this.#drop()
  }

  #hear(data: unknown, at: number, listener: LineListener): void {
    if (!(data instanceof ArrayBuffer)) return
    this.bytesIn += data.byteLength
    this.#reader.reset(data)
    try {
      this.#walk(at, listener)
      listener.end(at)
    } catch (error) {
      // What cannot be read cannot be skipped: the next line starts afresh, after a while.
      console.error(error)
      this.#tries = Math.max(this.#tries, triesOfBroken)
      this.#drop()
    }
  }

  #walk(at: number, listener: LineListener): void {
    const reader = this.#reader
    for (;;) {
      const from = reader.at
      const type = reader.next()
      if (type < 0) return
      if (type === IDWelcome) this.#welcome(at, listener)
      else if (type === IDBye) decodeBye(reader, this.#bye)
      else this.#hand(type, at, listener)
      reader.done()
      this.byType.set(type, (this.byType.get(type) ?? 0) + reader.at - from)
    }
  }

  #hand(type: number, at: number, listener: LineListener): void {
    if (type === IDFrame) {
      this.frames++
      this.heardAt = at
      this.#tries = 0
    }
    if (!listener.message(type, this.#reader)) this.#reader.unknown()
  }

  #welcome(at: number, listener: LineListener): void {
    const welcome = newWelcome()
    decodeWelcome(this.#reader, welcome)
    welcome.resume = welcome.resume.slice()
    this.#ground.keep(toHex(welcome.resume))
    this.#unplan()
    this.heardAt = at
    this.why = this.sentence = ''
    this.#enter('open')
    listener.welcome(welcome, at, at - this.#askedAt)
  }

  // Gives up the socket without waiting for its close.
  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
    this.#lost(1006)
  }

  #lost(code: number): void {
    this.#unplan()
    this.#socket = null
    this.#unheard = []
    // A try that fails without a word leaves standing what was said before.
    const told = this.#bye.code !== 0 ? this.#bye.sentence : ''
    if (told !== '' || Closings[code] !== undefined) {
      this.why = Closings[code] ?? ''
      this.sentence = told
    }
    if (!comesBack(code)) {
      this.#enter('closed')
      return
    }
    this.#asked = this.#bye.code !== 0 && this.#bye.retryMs > 0
    const wait = this.#ground.random() * Math.min(mostWaitMs, firstWaitMs * 2 ** this.#tries) + leastWaitMs
    const whole = wait + (this.#asked ? this.#bye.retryMs : 0)
    this.#tries++
    this.retryAt = this.#ground.now() + whole
    this.#unplan = this.#ground.later(whole, () => this.open())
    this.#enter('waiting')
  }

  #enter(state: LineState): void {
    this.state = state
    this.#listener?.changed()
  }
}

function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes.length <= 16 ? bytes : new Uint8Array(0)
}

// msgpack by a cursor: exactly what the protocol needs, strict, and without a value made in between.
// The generated codecs in protocol.gen.ts read and write through these two classes. Start at `Reader`.

/** Bytes that break the protocol. The message says which message and field, and where. */
export class ProtocolError extends Error {
  override name = 'ProtocolError'
}

// Bounds on what a reader walks through without understanding it; the same as the server's.
const maxSkipDepth = 8
const maxSkipItems = 4096
const maxUnknown = 256

const exact = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a frame, a sequence of msgpack arrays `[type, field, …]`. Throws ProtocolError on the first thing
 * that is not as the protocol says; never trusts a length. Bins point into the frame, they are no copies.
 */
export class Reader {
  view: DataView = new DataView(new ArrayBuffer(0))
  /** Fields of the current message or part that were not read yet. */
  left = 0
  /** The next byte. */
  at = 0
  #bytes: Uint8Array = new Uint8Array(0)
  #type = -1
  #fields = 0
  #items = 0
  #unknowns = 0

  /** Starts reading `frame`, which must not change while it is read. */
  reset(frame: ArrayBuffer | Uint8Array): void {
    this.#bytes = frame instanceof Uint8Array ? frame : new Uint8Array(frame)
    this.view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    this.at = 0
    this.left = 0
    this.#type = -1
    this.#unknowns = 0
  }

  /** Goes to the next message and returns its type, -1 at the end. Skips what was not read of the last. */
  next(): number {
    this.done()
    this.#type = -1
    if (this.at >= this.#bytes.length) return -1
    this.left = this.#fields = 1
    const length = this.#array(65536)
    if (length < 1) this.fail('has no type')
    this.left = this.#fields = length
    this.#type = this.int(0, 65535)
    return this.#type
  }

  /** Notes that nobody here knows the current message; too many of them in a frame are an error. */
  unknown(): void {
    if (++this.#unknowns > maxUnknown) this.fail('is one unknown message too many')
  }

  /** Skips the fields of the current message or part that were not read. */
  done(): void {
    if (this.left <= 0) return
    this.#items = maxSkipItems
    for (; this.left > 0; this.left--) this.#skip(maxSkipDepth)
  }

  /** Checks that the message has its first `n` fields. */
  need(n: number): void {
    if (this.left < n) this.fail(`has ${this.left} fields where ${n} are needed`)
  }

  /** Starts an array inside a message; give what it returns to `leave`. */
  enter(required: number): number {
    const length = this.#array(65536)
    const outer = this.left
    this.left = length
    this.need(required)
    return outer
  }

  leave(outer: number): void {
    this.done()
    this.left = outer
  }

  /** A list of at most `limit` parts, each made anew. */
  list<T>(limit: number, make: () => T, decode: (r: Reader, m: T) => void): T[] {
    const length = this.#array(limit)
    const outer = this.left
    const all: T[] = []
    for (let i = 0; i < length; i++) {
      this.left = 1
      const one = make()
      decode(this, one)
      all.push(one)
    }
    this.left = outer
    return all
  }

  /** A whole number from lo to hi. */
  int(lo: number, hi: number): number {
    const value = this.#whole(this.#code())
    if (value < lo || value > hi) this.fail(`is ${value}, outside ${lo} to ${hi}`)
    return value
  }

  /** A finite number; whole ones may come as integers. */
  float(): number {
    const code = this.#code()
    let value: number
    if (code === 0xcb) value = this.view.getFloat64(this.#move(8))
    else if (code === 0xca) value = this.view.getFloat32(this.#move(4))
    else value = this.#whole(code)
    if (!Number.isFinite(value)) this.fail('is not finite')
    return value
  }

  bool(): boolean {
    const code = this.#code()
    if (code !== 0xc2 && code !== 0xc3) this.fail('is no truth value')
    return code === 0xc3
  }

  /** UTF-8 text of at most `limit` bytes. */
  string(limit: number): string {
    const code = this.#code()
    let length = 0
    if (code >= 0xa0 && code <= 0xbf) length = code & 0x1f
    else if (code >= 0xd9 && code <= 0xdb) length = this.#length(1 << (code - 0xd9))
    else this.fail('is no text')
    if (length > limit) this.fail(`is ${length} bytes long, more than ${limit}`)
    return this.text(this.#move(length), length)
  }

  /** Raw bytes, at most `limit`, as a view into the frame. */
  bin(limit: number): Uint8Array {
    const code = this.#code()
    if (code < 0xc4 || code > 0xc6) this.fail('is no bin')
    const length = this.#length(1 << (code - 0xc4))
    if (length > limit) this.fail(`is ${length} bytes long, more than ${limit}`)
    const at = this.#move(length)
    return this.#bytes.subarray(at, at + length)
  }

  /** The text of `n` bytes at `at`; for records. */
  text(at: number, n: number): string {
    const end = at + n
    if (end > this.#bytes.length) this.fail('ends before it is whole')
    let plain = ''
    for (let i = at; i < end; i++) {
      const byte = this.#bytes[i] as number
      if (byte >= 0x80) return this.#beyondAscii(at, end)
      plain += String.fromCharCode(byte)
    }
    return plain
  }

  /** Ends the reading with an error that names message, field and byte. */
  fail(what: string): never {
    const message = this.#type < 0 ? 'frame' : `message ${this.#type}`
    throw new ProtocolError(`${message}, field ${this.#fields - this.left}: ${what} (byte ${this.at})`)
  }

  #beyondAscii(at: number, end: number): string {
    try {
      return exact.decode(this.#bytes.subarray(at, end))
    } catch {
      return this.fail('is not valid UTF-8')
    }
  }

  // Takes one field and returns its code byte.
  #code(): number {
    if (this.left <= 0) this.fail('is missing')
    this.left--
    return this.#bytes[this.#move(1)] as number
  }

  // Moves on by n bytes and returns where they begin.
  #move(n: number): number {
    const at = this.at
    if (n > this.#bytes.length - at) this.fail('ends before it is whole')
    this.at = at + n
    return at
  }

  #array(limit: number): number {
    const code = this.#code()
    let length = 0
    if (code >= 0x90 && code <= 0x9f) length = code & 0x0f
    else if (code === 0xdc) length = this.#length(2)
    else if (code === 0xdd) length = this.#length(4)
    else this.fail('is no array')
    // Each item takes a byte at least, so a longer array is a lie.
    if (length > this.#bytes.length - this.at) this.fail('ends before it is whole')
    if (length > limit) this.fail(`has ${length} items, more than ${limit}`)
    return length
  }

  #whole(code: number): number {
    if (code < 0x80) return code
    if (code >= 0xe0) return code - 0x100
    switch (code) {
      case 0xcc:
        return this.view.getUint8(this.#move(1))
      case 0xcd:
        return this.view.getUint16(this.#move(2))
      case 0xce:
        return this.view.getUint32(this.#move(4))
      case 0xcf:
        return this.view.getUint32(this.#move(4)) * 0x100000000 + this.view.getUint32(this.#move(4))
      case 0xd0:
        return this.view.getInt8(this.#move(1))
      case 0xd1:
        return this.view.getInt16(this.#move(2))
      case 0xd2:
        return this.view.getInt32(this.#move(4))
      case 0xd3:
        return this.view.getInt32(this.#move(4)) * 0x100000000 + this.view.getUint32(this.#move(4))
      default:
        return this.fail('is no whole number')
    }
  }

  #length(width: number): number {
    const at = this.#move(width)
    if (width === 1) return this.view.getUint8(at)
    return width === 2 ? this.view.getUint16(at) : this.view.getUint32(at)
  }

  // Walks over one value of any type, bounded in depth and in number.
  #skip(depth: number): void {
    if (--this.#items < 0) this.fail('has too much that is not known')
    const code = this.#bytes[this.#move(1)] as number
    let inner = 0
    if (code >= 0x90 && code <= 0x9f) inner = code & 0x0f
    else if (code >= 0x80 && code <= 0x8f) inner = 2 * (code & 0x0f)
    else if (code === 0xdc || code === 0xdd) inner = this.#length(code === 0xdc ? 2 : 4)
    else if (code === 0xde || code === 0xdf) inner = 2 * this.#length(code === 0xde ? 2 : 4)
    else this.#move(this.#extent(code))
    if (inner > this.#bytes.length - this.at) this.fail('ends before it is whole')
    if (inner > 0 && depth === 0) this.fail('is nested too deeply')
    for (; inner > 0; inner--) this.#skip(depth - 1)
  }

  // How many bytes follow the code of a value that holds no others.
  #extent(code: number): number {
    if (code < 0x80 || code >= 0xe0 || code === 0xc0 || code === 0xc2 || code === 0xc3) return 0
    if (code <= 0xbf) return code & 0x1f
    if (code >= 0xd9 && code <= 0xdb) return this.#length(1 << (code - 0xd9))
    if (code >= 0xc4 && code <= 0xc6) return this.#length(1 << (code - 0xc4))
    if (code >= 0xc7 && code <= 0xc9) return 1 + this.#length(1 << (code - 0xc7))
    if (code >= 0xcc && code <= 0xcf) return 1 << (code - 0xcc)
    if (code >= 0xd0 && code <= 0xd3) return 1 << (code - 0xd0)
    if (code >= 0xd4 && code <= 0xd8) return 1 + (1 << (code - 0xd4))
    if (code === 0xca || code === 0xcb) return code === 0xca ? 4 : 8
    return this.fail('has a code that does not exist')
  }
}

/** Appends msgpack to a buffer that it reuses. It does not check ranges: what it writes is ours. */
export class Writer {
  #buffer = new Uint8Array(256)
  #view = new DataView(this.#buffer.buffer)
  #at = 0

  reset(): void {
    this.#at = 0
  }

  /** What was written since `reset`, as a view that the next write may overwrite. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#at)
  }

  array(n: number): void {
    if (n < 16) this.#put(0x90 | n)
    else this.#put16(0xdc, n)
  }

  /** A whole number from 0 to 2^32-1 in its shortest form. */
  uint(v: number): void {
    if (v < 0x80) this.#put(v)
    else if (v <= 0xff) this.#put8(0xcc, v)
    else if (v <= 0xffff) this.#put16(0xcd, v)
    else this.#put32(0xce, v)
  }

  /** A whole number of 32 bits in its shortest form. */
  int(v: number): void {
    if (v >= 0) this.uint(v)
    else if (v >= -32) this.#put(v & 0xff)
    else if (v >= -0x80) this.#put8(0xd0, v)
    else if (v >= -0x8000) this.#put16(0xd1, v)
    else this.#put32(0xd2, v)
  }

  float(v: number): void {
    const at = this.#room(9)
    this.#view.setUint8(at, 0xcb)
    this.#view.setFloat64(at + 1, v)
  }

  bool(v: boolean): void {
    this.#put(v ? 0xc3 : 0xc2)
  }

  string(v: string): void {
    const bytes = new TextEncoder().encode(v)
    if (bytes.length < 32) this.#put(0xa0 | bytes.length)
    else if (bytes.length <= 0xff) this.#put8(0xd9, bytes.length)
    else this.#put16(0xda, bytes.length)
    this.#raw(bytes)
  }

  bin(v: Uint8Array): void {
    if (v.length <= 0xff) this.#put8(0xc4, v.length)
    else this.#put16(0xc5, v.length)
    this.#raw(v)
  }

  #raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length)
    this.#buffer.set(bytes, at)
  }

  #put(byte: number): void {
    const at = this.#room(1)
    this.#view.setUint8(at, byte)
  }

  #put8(code: number, v: number): void {
    const at = this.#room(2)
    this.#view.setUint8(at, code)
    this.#view.setUint8(at + 1, v)
  }

  #put16(code: number, v: number): void {
    const at = this.#room(3)
    this.#view.setUint8(at, code)
    this.#view.setUint16(at + 1, v)
  }

  #put32(code: number, v: number): void {
    const at = this.#room(5)
    this.#view.setUint8(at, code)
    this.#view.setUint32(at + 1, v)
  }

  #room(n: number): number {
    const at = this.#at
    if (at + n > this.#buffer.length) {
      const wider = new Uint8Array(Math.max(2 * this.#buffer.length, at + n))
      wider.set(this.#buffer)
      this.#buffer = wider
      this.#view = new DataView(wider.buffer)
    }
    this.#at = at + n
    return at
  }
}

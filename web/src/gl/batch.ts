// One batch of plain indexed quads: never instanced, because software rasterisers pay twice for
// instances. A vertex is 24 bytes:
//   0 f32 x, y · 8 u16 u, v · 12 u8 r, g, b, alpha · 16 u8 kind, gain, p0, p1 · 20 u8 p2, p3, cos, sin
// The pen keeps ink and shape between quads, so that a quad needs few arguments and no objects.

const wordsPerVertex = 6
const wordsPerQuad = wordsPerVertex * 4
const gainScale = 32 // a gain byte counts 1/32, so gain goes from 0 to almost 8

function byte(unit: number): number {
  return unit <= 0 ? 0 : unit >= 1 ? 255 : (unit * 255 + 0.5) | 0
}

export class Batch {
  count = 0 // quads waiting
  dropped = 0 // quads that found no room since `reset`
  originX = 0 // subtracted from every position, so that far places stay exact
  originY = 0

  readonly #capacity: number
  readonly #floats: Float32Array
  readonly #words: Uint32Array
  #ink = 0xffffffff
  #kind = 0
  #gain = 32
  #p01 = 0
  #p23 = 0
  #u0 = 0
  #v0 = 0
  #u1 = 65535
  #v1 = 65535

  constructor(capacity: number) {
    this.#capacity = Math.min(capacity, 16384)
    this.#floats = new Float32Array(this.#capacity * wordsPerQuad)
    this.#words = new Uint32Array(this.#floats.buffer)
  }

  reset(originX: number, originY: number): void {
    this.count = 0
    this.dropped = 0
    this.originX = originX
    this.originY = originY
  }

  /** Colour as 0xBBGGRR, alpha 0..1, gain 0..8 (how far beyond white it shines). */
  ink(colour: number, alpha: number, gain: number): this {
    this.#ink = (colour & 0xffffff) | (byte(alpha) << 24)
    this.#gain = gain >= 7.96 ? 255 : (gain * gainScale + 0.5) | 0
    return this
  }

  /** What the shader paints, with four parameters of 0..1 that mean what the kind says. */
  shape(kind: number, p0 = 0, p1 = 0, p2 = 0, p3 = 0): this {
    this.#kind = kind
    this.#p01 = (byte(p0) << 16) | (byte(p1) << 24)
    this.#p23 = byte(p2) | (byte(p3) << 8)
    this.#u0 = this.#v0 = 0
    this.#u1 = this.#v1 = 65535
    return this
  }

  /** The part of the texture the next quads show, 0..1; `shape` sets it back to the whole. */
  window(u0: number, v0: number, u1: number, v1: number): this {
    this.#u0 = (u0 * 65535 + 0.5) | 0
    this.#v0 = (v0 * 65535 + 0.5) | 0
    this.#u1 = (u1 * 65535 + 0.5) | 0
    this.#v1 = (v1 * 65535 + 0.5) | 0
    return this
  }

  /** A quad of half sizes `w` and `h` (u) turned by `angle`. */
  put(x: number, y: number, w: number, h: number, angle: number): void {
    this.#place(x, y, w, h, Math.cos(angle), Math.sin(angle))
  }

  /** A quad that is never turned: cheaper, and its shader sees angle 0. */
  upright(x: number, y: number, w: number, h: number): void {
    this.#place(x, y, w, h, 1, 0)
  }

  #place(x: number, y: number, w: number, h: number, cos: number, sin: number): void {
    if (!this.#room()) return
    const ax = cos * w
    const ay = sin * w
    const bx = -sin * h
    const by = cos * h
    const px = x - this.originX
    const py = y - this.originY
    const q = this.#p23 | (byte(cos * 0.5 + 0.5) << 16) | (byte(sin * 0.5 + 0.5) << 24)
    const at = this.count++ * wordsPerQuad
    this.#vertex(at, px - ax - bx, py - ay - by, this.#u0 | (this.#v0 << 16), this.#ink, q)
    this.#vertex(at + 6, px + ax - bx, py + ay - by, this.#u1 | (this.#v0 << 16), this.#ink, q)
    this.#vertex(at + 12, px + ax + bx, py + ay + by, this.#u1 | (this.#v1 << 16), this.#ink, q)
    this.#vertex(at + 18, px - ax + bx, py - ay + by, this.#u0 | (this.#v1 << 16), this.#ink, q)
  }

  /** A piece of ribbon between two points with half-width vectors `n` and an alpha for each end. */
  strip(
    x0: number,
    y0: number,
    nx0: number,
    ny0: number,
    alpha0: number,
    x1: number,
    y1: number,
    nx1: number,
    ny1: number,
    alpha1: number,
  ): void {
    if (!this.#room()) return
    const at = this.count++ * wordsPerQuad
    const ox = this.originX
    const oy = this.originY
    const rgb = this.#ink & 0xffffff
    const ink0 = rgb | (byte(alpha0) << 24)
    const ink1 = rgb | (byte(alpha1) << 24)
    this.#vertex(at, x0 - nx0 - ox, y0 - ny0 - oy, 0, ink0, this.#p23)
    this.#vertex(at + 6, x1 - nx1 - ox, y1 - ny1 - oy, 0xffff, ink1, this.#p23)
    this.#vertex(at + 12, x1 + nx1 - ox, y1 + ny1 - oy, 0xffffffff, ink1, this.#p23)
    this.#vertex(at + 18, x0 + nx0 - ox, y0 + ny0 - oy, 0xffff0000, ink0, this.#p23)
  }

  /** The bytes written since `reset`, as the graphics buffer wants them. */
  words(): Uint32Array {
    return this.#words
  }

  usedWords(): number {
    return this.count * wordsPerQuad
  }

  #room(): boolean {
    if (this.count < this.#capacity) return true
    this.dropped++
    return false
  }

  #vertex(at: number, x: number, y: number, uv: number, ink: number, q: number): void {
    this.#floats[at] = x
    this.#floats[at + 1] = y
    this.#words[at + 2] = uv
    this.#words[at + 3] = ink
    this.#words[at + 4] = this.#kind | (this.#gain << 8) | this.#p01
    this.#words[at + 5] = q
  }
}

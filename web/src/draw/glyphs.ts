// Letters for the canvas: whole names are written once by the browser's own text engine (so that any
// script works) into a texture and then drawn as one quad each; digits and marks are written at boot.

import { bindTexture, createTexture } from '../gl/target.ts'

export interface Glyph {
  u0: number
  v0: number
  u1: number
  v1: number
  aspect: number // width / height of the quad
}

const sheet = 1024 // px
const row = 40 // px
const widest = 400 // px
const font = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'
const writesPerPicture = 6 // new names in one picture, so that a crowd coming into sight does not stall it

export const marks = '0123456789+'

export class Glyphs {
  readonly texture: WebGLTexture
  readonly digits: Glyph[] = []
  readonly solid: Glyph
  readonly crown: Glyph
  readonly arrow: Glyph
  readonly #gl: WebGL2RenderingContext
  readonly #names = new Map<string, Glyph>()
  readonly #pen: CanvasRenderingContext2D
  #x = 0
  #y = 0
  #kept = 0 // rows that hold the boot glyphs
  #writesLeft = writesPerPicture

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl
    this.texture = createTexture(gl, sheet, sheet, {})
    const canvas = document.createElement('canvas')
    canvas.width = widest
    canvas.height = row
    this.#pen = canvas.getContext('2d', { willReadFrequently: true })!
    for (const mark of marks) this.digits.push(this.#write(mark, 800, 24))
    this.solid = this.#paint(16, (pen) => pen.fillRect(0, 0, 16, row))
    this.solid.u0 += 4 / sheet
    this.solid.u1 -= 4 / sheet
    this.solid.v0 += 4 / sheet
    this.solid.v1 -= 4 / sheet
    this.crown = this.#paint(48, (pen) => trace(pen, [6, 32, 4, 10, 15, 20, 24, 5, 33, 20, 44, 10, 42, 32]))
    this.arrow = this.#paint(40, (pen) => trace(pen, [4, 6, 37, 20, 4, 34, 12, 20]))
    this.#kept = this.#y + row
    this.#x = 0
    this.#y = this.#kept
  }

  beginPicture(): void {
    this.#writesLeft = writesPerPicture
  }

  /** The quad of a name; null while it waits its turn to be written. */
  name(text: string): Glyph | null {
    const known = this.#names.get(text)
    if (known) return known
    if (this.#writesLeft-- <= 0) return null
    const glyph = this.#write(text, 600, 0)
    this.#names.set(text, glyph)
    return glyph
  }

  dispose(): void {
    this.#gl.deleteTexture(this.texture)
  }

  // `width` fixes the advance, so that digits stand in columns; 0 measures.
  #write(text: string, weight: number, width: number): Glyph {
    const pen = this.#pen
    pen.font = `${weight} 26px ${font}`
    const full = width || Math.min(widest, Math.ceil(pen.measureText(text).width) + 12)
    return this.#paint(full, () => {
      pen.font = `${weight} 26px ${font}`
      pen.textAlign = 'center'
      pen.textBaseline = 'middle'
      pen.lineJoin = 'round'
      pen.lineWidth = 5
      pen.strokeStyle = 'rgba(2,5,12,.85)'
      pen.strokeText(text, full / 2, row / 2 + 1, full - 8)
      pen.fillText(text, full / 2, row / 2 + 1, full - 8)
    })
  }

  #paint(width: number, draw: (pen: CanvasRenderingContext2D) => void): Glyph {
    this.#place(width)
    const gl = this.#gl
    const pen = this.#pen
    pen.clearRect(0, 0, widest, row)
    pen.fillStyle = '#fff'
    draw(pen)
    bindTexture(gl, 0, this.texture)
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true)
    gl.texSubImage2D(gl.TEXTURE_2D, 0, this.#x, this.#y, gl.RGBA, gl.UNSIGNED_BYTE, pen.getImageData(0, 0, width, row))
    const glyph = {
      u0: this.#x / sheet,
      v0: this.#y / sheet,
      u1: (this.#x + width) / sheet,
      v1: (this.#y + row) / sheet,
      aspect: width / row,
    }
    this.#x += width + 2
    return glyph
  }

  // Rows fill from the top; a full sheet forgets all names and starts again.
  #place(width: number): void {
    if (this.#x + width <= sheet) return
    this.#x = 0
    this.#y += row
    if (this.#y + row <= sheet) return
    this.#y = this.#kept
    this.#names.clear()
  }
}

function trace(pen: CanvasRenderingContext2D, points: readonly number[]): void {
  pen.beginPath()
  for (let i = 0; i < points.length; i += 2) pen.lineTo(points[i]!, points[i + 1]!)
  pen.closePath()
  pen.lineJoin = 'round'
  pen.lineWidth = 4
  pen.strokeStyle = 'rgba(2,5,12,.85)'
  pen.stroke()
  pen.fill()
}

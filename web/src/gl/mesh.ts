// The graphics side of a batch: one vertex buffer refilled each picture, one fixed index buffer, and
// a vertex layout; plus the single triangle that covers the whole target.

import type { Batch } from './batch.ts'

const stride = 24

export class Mesh {
  readonly #gl: WebGL2RenderingContext
  readonly #layout: WebGLVertexArrayObject
  readonly #vertices: WebGLBuffer

  constructor(gl: WebGL2RenderingContext, indices: WebGLBuffer) {
    this.#gl = gl
    this.#layout = gl.createVertexArray()
    this.#vertices = gl.createBuffer()
    gl.bindVertexArray(this.#layout)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#vertices)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indices)
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, stride, 0)
    gl.vertexAttribPointer(1, 2, gl.UNSIGNED_SHORT, true, stride, 8)
    gl.vertexAttribPointer(2, 4, gl.UNSIGNED_BYTE, true, stride, 12)
    gl.vertexAttribPointer(3, 4, gl.UNSIGNED_BYTE, true, stride, 16)
    gl.vertexAttribPointer(4, 4, gl.UNSIGNED_BYTE, true, stride, 20)
    for (let i = 0; i < 5; i++) gl.enableVertexAttribArray(i)
    gl.bindVertexArray(null)
  }

  /** Uploads the batch and draws it with the program in use: one call for everything. */
  draw(batch: Batch): void {
    if (batch.count === 0) return
    const gl = this.#gl
    gl.bindVertexArray(this.#layout)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#vertices)
    gl.bufferData(gl.ARRAY_BUFFER, batch.words(), gl.STREAM_DRAW, 0, batch.usedWords())
    gl.drawElements(gl.TRIANGLES, batch.count * 6, gl.UNSIGNED_SHORT, 0)
    gl.bindVertexArray(null)
  }

  dispose(): void {
    this.#gl.deleteBuffer(this.#vertices)
    this.#gl.deleteVertexArray(this.#layout)
  }
}

/** Indices for as many quads as 16 bits can name; all meshes share them. */
export function createQuadIndices(gl: WebGL2RenderingContext): WebGLBuffer {
  const indices = new Uint16Array(16384 * 6)
  for (let quad = 0, at = 0; quad < 16384; quad++) {
    const first = quad * 4
    indices[at++] = first
    indices[at++] = first + 1
    indices[at++] = first + 2
    indices[at++] = first
    indices[at++] = first + 2
    indices[at++] = first + 3
  }
  const buffer = gl.createBuffer()
  gl.bindVertexArray(null)
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer)
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW)
  return buffer
}

/** The vertex shader of `fillTarget`: `q` runs from 0,0 at the lower left to 1,1. */
export const fillVertex = `out vec2 q;void main(){q=vec2(gl_VertexID&1,gl_VertexID>>1)*2.;gl_Position=vec4(q*2.-1.,0,1);}`

/** Covers the target with the program in use; needs no vertex data. */
export function fillTarget(gl: WebGL2RenderingContext): void {
  gl.drawArrays(gl.TRIANGLES, 0, 3)
}

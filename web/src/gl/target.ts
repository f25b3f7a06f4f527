// A target is a set of textures of one size together with the framebuffer that draws to them.

export interface Target {
  width: number // px
  height: number
  textures: WebGLTexture[]
  frame: WebGLFramebuffer
}

export interface TargetShape {
  count?: number // textures drawn to at once
  float?: boolean // half floats instead of bytes
  wrap?: boolean // the picture tiles
  mips?: boolean
}

export function createTarget(
  gl: WebGL2RenderingContext,
  width: number,
  height: number,
  shape: TargetShape = {},
): Target {
  const frame = gl.createFramebuffer()
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame)
  const textures: WebGLTexture[] = []
  for (let i = 0; i < (shape.count ?? 1); i++) {
    const texture = createTexture(gl, width, height, shape)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, texture, 0)
    textures.push(texture)
  }
  gl.drawBuffers(textures.map((_, i) => gl.COLOR_ATTACHMENT0 + i))
  return { width, height, textures, frame }
}

export function createTexture(
  gl: WebGL2RenderingContext,
  width: number,
  height: number,
  shape: TargetShape,
): WebGLTexture {
  const texture = gl.createTexture()
  const levels = shape.mips ? 1 + Math.floor(Math.log2(Math.max(width, height))) : 1
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.texStorage2D(gl.TEXTURE_2D, levels, shape.float ? gl.RGBA16F : gl.RGBA8, width, height)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, shape.mips ? gl.LINEAR_MIPMAP_LINEAR : gl.LINEAR)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
  if (shape.mips) gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, 0) // until fillMips
  const edge = shape.wrap ? gl.REPEAT : gl.CLAMP_TO_EDGE
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, edge)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, edge)
  return texture
}

/** Derives the smaller versions of a picture, down to `levels`; until then only the largest is used. */
export function fillMips(gl: WebGL2RenderingContext, texture: WebGLTexture, levels: number): void {
  bindTexture(gl, 0, texture)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, levels)
  gl.generateMipmap(gl.TEXTURE_2D)
}

/** Directs drawing to a target, or to the canvas when `target` is null. */
export function drawTo(gl: WebGL2RenderingContext, target: Target | null): void {
  gl.bindFramebuffer(gl.FRAMEBUFFER, target ? target.frame : null)
  gl.viewport(0, 0, target ? target.width : gl.drawingBufferWidth, target ? target.height : gl.drawingBufferHeight)
}

export function bindTexture(gl: WebGL2RenderingContext, unit: number, texture: WebGLTexture): void {
  gl.activeTexture(gl.TEXTURE0 + unit)
  gl.bindTexture(gl.TEXTURE_2D, texture)
}

export function freeTarget(gl: WebGL2RenderingContext, target: Target | null): void {
  if (!target) return
  for (const texture of target.textures) gl.deleteTexture(texture)
  gl.deleteFramebuffer(target.frame)
}

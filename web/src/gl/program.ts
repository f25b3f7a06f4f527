import type { Device } from './context.ts'

export interface Program {
  handle: WebGLProgram
  at: Record<string, WebGLUniformLocation | null> // uniforms by name; arrays without their [0]
}

const completionStatus = 0x91b1 // COMPLETION_STATUS_KHR

/** A program on its way: the driver may compile it in the background until `finishProgram`. */
export interface PendingProgram {
  handle: WebGLProgram
  shaders: WebGLShader[]
}

export function startProgram(device: Device, vertex: string, fragment: string): PendingProgram {
  const gl = device.gl
  const handle = gl.createProgram()
  const shaders = [[gl.VERTEX_SHADER, vertex] as const, [gl.FRAGMENT_SHADER, fragment] as const].map(
    ([kind, source]) => {
      const shader = gl.createShader(kind)!
      gl.shaderSource(shader, `#version 300 es\nprecision highp float;\n${source}`)
      gl.compileShader(shader)
      gl.attachShader(handle, shader)
      return shader
    },
  )
  gl.linkProgram(handle)
  return { handle, shaders }
}

/** True once `finishProgram` would not wait for the driver. */
export function programReady(device: Device, pending: PendingProgram): boolean {
  return (
    !device.parallel ||
    device.gl.isContextLost() ||
    device.gl.getProgramParameter(pending.handle, completionStatus) === true
  )
}

/** Throws with the driver's log when the program is bad, never because the context is lost. */
export function finishProgram(device: Device, pending: PendingProgram): Program {
  const gl = device.gl
  const { handle, shaders } = pending
  if (!gl.getProgramParameter(handle, gl.LINK_STATUS) && !gl.isContextLost()) {
    const logs = [gl.getProgramInfoLog(handle), ...shaders.map((shader) => gl.getShaderInfoLog(shader))]
    throw new Error(`The graphics driver refused a program: ${logs.filter(Boolean).join('\n')}`)
  }
  for (const shader of shaders) gl.deleteShader(shader)
  return { handle, at: locate(gl, handle) }
}

function locate(gl: WebGL2RenderingContext, handle: WebGLProgram): Program['at'] {
  const at: Program['at'] = {}
  const count: number = gl.getProgramParameter(handle, gl.ACTIVE_UNIFORMS) ?? 0
  for (let i = 0; i < count; i++) {
    const uniform = gl.getActiveUniform(handle, i)
    if (uniform) at[uniform.name.replace('[0]', '')] = gl.getUniformLocation(handle, uniform.name)
  }
  return at
}

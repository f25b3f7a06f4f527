// The WebGL2 context and what it can do. Nothing here knows the game: `gl` is the thin layer that
// `draw` stands on (context, programs, targets, one batch of quads).

export interface Device {
  gl: WebGL2RenderingContext
  hdr: boolean // half-float targets can be drawn to and filtered
  software: boolean // no graphics chip: the processor paints every pixel
  parallel: boolean // programs may compile in the background
}

const softwareNames = /swiftshader|llvmpipe|softpipe|software|basic render/i

/** Opens the context of a canvas. Throws an Error with a sentence for the player when there is none. */
export function openDevice(canvas: HTMLCanvasElement): Device {
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  })
  if (!gl)
    throw new Error('This browser offers no WebGL2: turn on hardware acceleration or try another browser.', {
      cause: 'webgl',
    })
  return probe(gl)
}

/** Asks an open context for its abilities; called again after a lost context came back. */
export function probe(gl: WebGL2RenderingContext): Device {
  const floats = gl.getExtension('EXT_color_buffer_float') ?? gl.getExtension('EXT_color_buffer_half_float')
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  return {
    gl,
    hdr: floats !== null,
    software: softwareNames.test(renderer),
    parallel: gl.getExtension('KHR_parallel_shader_compile') !== null,
  }
}

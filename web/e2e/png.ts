// Reads the PNG files that browsers make of a page: eight bits a channel, RGB or RGBA, rows one after the other.

import { inflateSync } from 'node:zlib'

export interface Pixels {
  width: number
  height: number
  channels: 3 | 4
  data: Uint8Array
}

export function readPng(png: Buffer): Pixels {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const [depth, colour, , , interlaced] = png.subarray(24, 29)
  const channels = colour === 2 ? 3 : colour === 6 ? 4 : 0
  if (depth !== 8 || channels === 0 || interlaced !== 0) throw new Error('this PNG is not as browsers make them')
  return { width, height, channels, data: unfilter(inflateSync(Buffer.concat(parts)), width * channels, channels) }
}

/** Each row begins with the number of its filter: what was taken off each byte, from the left, from above, or both. */
function unfilter(rows: Buffer, stride: number, channels: number): Uint8Array {
  const height = rows.length / (stride + 1)
  const data = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const to = y * stride + x
      const left = x < channels ? 0 : data[to - channels]!
      const up = y === 0 ? 0 : data[to - stride]!
      const corner = y === 0 || x < channels ? 0 : data[to - stride - channels]!
      data[to] = rows[to + y + 1]! + guess(filter, left, up, corner)
    }
  }
  return data
}

function guess(filter: number | undefined, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** The standard deviation of the brightness, 0 to 127. */
export function contrast({ channels, data }: Pixels): number {
  let [count, sum, squares] = [0, 0, 0]
  for (let i = 0; i < data.length; i += channels, count++) {
    const grey = (data[i]! + data[i + 1]! + data[i + 2]!) / 3
    sum += grey
    squares += grey * grey
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}

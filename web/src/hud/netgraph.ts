// The network graph behind F3: round trip, margin, bytes, corrections and frame times as strips over
// the last seconds, and bytes by message type. Costs one array write per sample while it is closed.

import { el, textSlot } from './dom.ts'
import { createRing } from './ring.ts'
import type { NetField, NetSample, Ring } from './ring.ts'

/** What tells of the line. */
export interface Samples {
  /** Call it once a picture, open or not. */
  push(sample: Readonly<NetSample>): void
  /** Counts bytes read of one message type; shown as bytes a second. */
  addBytes(type: string, bytes: number): void
  /** A free line of text from `play.ts`, such as the tick and the number of entities. */
  note(text: string): void
  /** Whether bytes and notes are seen. */
  readonly open: boolean
}

export interface NetGraph extends Samples {
  node: HTMLElement
  toggle(): void
  /** Redraws when open; the HUD calls it at its own pace. `now` in ms. */
  draw(now: number): void
}

const samples = 240
const stripHeight = 26
const rateMs = 1000

interface Strip {
  field: NetField
  label: string
  colour: string
  full: number // the value that fills the strip
}

const strips: readonly Strip[] = [
  { field: 'rttMs', label: 'rtt ms', colour: '#3fd8ff', full: 250 },
  { field: 'marginTicks', label: 'margin ticks', colour: '#6df59a', full: 8 },
  { field: 'tickDelay', label: 'delay ticks', colour: '#a884ff', full: 8 },
  { field: 'frameBytes', label: 'frame bytes', colour: '#ffc44d', full: 1024 },
  { field: 'correctionU', label: 'correction u', colour: '#ff4f74', full: 20 },
  { field: 'frameMs', label: 'frame ms', colour: '#e6f1ff', full: 50 },
  { field: 'skipped', label: 'skipped', colour: '#ff7f3f', full: 4 },
]

export function createNetGraph(): NetGraph {
  const ring = createRing(samples)
  const canvas = el('canvas', '')
  canvas.width = samples
  canvas.height = strips.length * stripHeight
  const bytesLine = el('pre', '')
  const noteLine = el('pre', '')
  const node = el('aside', 'netgraph', canvas, bytesLine, noteLine)
  node.hidden = true
  node.setAttribute('aria-hidden', 'true')
  const pen = canvas.getContext('2d')
  const setBytes = textSlot(bytesLine)
  const setNote = textSlot(noteLine)
  const meter = createMeter()
  return {
    node,
    push: (sample) => ring.push(sample),
    addBytes: meter.add,
    note: setNote,
    toggle() {
      node.hidden = !node.hidden
    },
    get open() {
      return !node.hidden
    },
    draw(now) {
      if (node.hidden || pen === null) return
      drawStrips(pen, ring)
      setBytes(meter.text(now))
    },
  }
}

/** Bytes a second by message type, measured over about a second. */
export interface Meter {
  add(type: string, bytes: number): void
  text(now: number): string
}

export function createMeter(): Meter {
  const counted = new Map<string, number>()
  let since = -1
  let text = ''
  return {
    add(type, bytes) {
      counted.set(type, (counted.get(type) ?? 0) + bytes)
    },
    text(now) {
      if (since < 0) since = now
      const past = now - since
      if (past < rateMs) return text
      text = [...counted].map(([type, bytes]) => `${type} ${Math.round((bytes * 1000) / past)} B/s`).join('\n')
      for (const type of counted.keys()) counted.set(type, 0)
      since = now
      return text
    },
  }
}

function drawStrips(pen: CanvasRenderingContext2D, ring: Ring): void {
  pen.clearRect(0, 0, samples, strips.length * stripHeight)
  pen.font = '9px ui-monospace, monospace'
  let top = 0
  for (const strip of strips) {
    drawStrip(pen, ring, strip, top)
    top += stripHeight
  }
}

function drawStrip(pen: CanvasRenderingContext2D, ring: Ring, strip: Strip, top: number): void {
  const base = top + stripHeight - 2
  pen.fillStyle = strip.colour
  pen.globalAlpha = 0.75
  for (let age = 0; age < ring.count; age++) {
    const height = Math.min(1, Math.abs(ring.at(strip.field, age)) / strip.full) * (stripHeight - 4)
    if (height > 0) pen.fillRect(samples - 1 - age, base - height, 1, height)
  }
  pen.globalAlpha = 1
  const newest = ring.at(strip.field, 0)
  pen.fillText(
    `${strip.label} ${round(newest)} · mean ${round(ring.mean(strip.field))} · max ${round(ring.most(strip.field))}`,
    2,
    top + 9,
  )
}

function round(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0)
}

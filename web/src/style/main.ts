// The style page: a development page to look at the renderer. Parameters:
//   seed=7 · q=low|medium|high|auto · scene=battle|storm|ships|rocks · still=1 with frames=N stops after N
//   pictures · calm=1 reduced motion · lose=1 takes the graphics context away half way.

import { createView } from '../draw/view.ts'
import type { QualityChoice } from '../draw/quality.ts'
import { battle, happeningsIn } from './battle.ts'
import { rockChart, shipChart } from './lineup.ts'

const query = new URLSearchParams(location.search)
const seed = Number(query.get('seed') ?? 7)
const scene = query.get('scene') ?? 'battle'
const still = query.has('still')
const frames = Number(query.get('frames') ?? (still ? 60 : 0))
const step = Number(query.get('dt') ?? 1 / 60)
const loopSeconds = 4
const at = scene === 'storm' ? { x: 3720, y: 420 } : { x: 0, y: 0 }

const canvas = document.querySelector('canvas')!
const note = document.querySelector('output')!
const view = createView(canvas, {
  quality: (query.get('q') ?? 'auto') as QualityChoice,
  reducedMotion: query.has('calm'),
})
addEventListener('resize', () => view.resize())

let picture = 0
let time = 0

function show(dt: number): void {
  time += dt
  if (scene === 'ships') view.draw(shipChart(time, dt), [])
  else if (scene === 'rocks') view.draw(rockChart(time, dt), [])
  else {
    const left = still ? (frames - picture - 1) * step : loopSeconds - (time % loopSeconds) - 1
    view.draw(battle(seed, time, left, dt, at.x, at.y), happeningsIn(left, dt, at.x, at.y))
  }
  picture++
}

function report(): void {
  const { drawCalls, quads, cpuMs, frameMs, p95Ms, scale, dropped } = view.stats
  note.textContent = `${view.quality} ×${scale} · ${drawCalls} calls · ${quads} quads (${dropped} dropped) · script ${cpuMs.toFixed(2)} ms · picture ${frameMs.toFixed(1)} ms · p95 ${p95Ms.toFixed(1)}`
}

function loseContext(): void {
  const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')
  extension?.loseContext()
  setTimeout(() => extension?.restoreContext(), 50)
}

let last = 0
function loop(now: number): void {
  show(still ? step : Math.min(0.1, (now - last) / 1000))
  last = now
  if (picture % 20 === 0) report()
  if (query.has('lose') && picture === Math.floor(frames / 2)) loseContext()
  if (!still || picture < frames) requestAnimationFrame(loop)
  else document.documentElement.dataset.done = 'true'
}

await view.warm()
Object.assign(window, { style: view })
last = performance.now()
requestAnimationFrame(loop)

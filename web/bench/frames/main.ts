// What a picture of a great battle costs in script: `make frames` runs this page in a real browser and prints what it
// finds. Three parts are timed apart: the world (reading a tick's bytes and filling the picture), drawing (building
// the quads and handing them over), and the HUD. Every graphics command is issued and checked as in the game, but
// nothing is rasterised: pixels belong to the graphics card, which is not measured here.

import { Effects } from '../../src/draw/effects.ts'
import type { Quality } from '../../src/draw/quality.ts'
import { Storm } from '../../src/draw/storm.ts'
import { Threats } from '../../src/draw/threats.ts'
import { createView } from '../../src/draw/view.ts'
import { createHud } from '../../src/hud/hud.ts'
import * as second from '../../src/hud/second.ts'
import { newHudState } from '../../src/play/panel.ts'
import { openSettings } from '../../src/settings/settings.ts'
import type { Moment } from '../../src/world/moment.ts'
import { openTongue } from '../../src/words/tongue.ts'
import { Battle } from './scene.ts'

const quality = (new URLSearchParams(location.search).get('q') ?? 'high') as Quality
const picturesPerTick = 2
const picturesPerHud = 6
const delayTicks = 2.5
const leadTicks = 4

const canvas = document.querySelector<HTMLCanvasElement>('#view')!
canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false })!.enable(0x8c89) // RASTERIZER_DISCARD
const settings = openSettings(null)
const view = createView(canvas, { quality, shake: 1 })
view.complete({ Effects, Storm, Threats })
const nothing = (): void => undefined
const actions = { play: nothing, choose: nothing, quit: nothing, reload: nothing, watch: nothing, watchRow: nothing, drag: nothing, zoom: nothing }
const tongue = await openTongue(settings, 'en')
const hud = createHud(document.querySelector('#hud')!, actions, settings, tongue, async () => second)
await hud.complete()
const battle = new Battle()
const { picture, own, beliefs, chronicle } = battle.world
const moment: Moment = { render: 0, predict: 0, seconds: 0, dt: 1 / 60, aim: 0, thrust: 1, thrustAngle: 0, silent: 0, own: own.body }
const state = Object.assign(newHudState(), { phase: 'flying', name: 'Pilot 0', pilots: 150, rank: 4, level: 7, hullMax: 120 })
state.board = Array.from({ length: 10 }, (_, i) => {
  return { rank: i + 1, name: `Pilot ${i}`, score: 1000 - i, own: i === 3, bot: i % 2 === 0, bounty: i === 0 }
})
state.map = Array.from({ length: 200 }, (_, i) => ({ x: Math.cos(i), y: Math.sin(i * 3), kind: i % 3 ? 'bot' : 'rock' }))

let pictures = 0

function world(): void {
  if (pictures % picturesPerTick === 0) battle.tick()
  moment.seconds = pictures / 60
  moment.render = beliefs.tick - delayTicks + (pictures % picturesPerTick) / picturesPerTick
  moment.predict = moment.render + delayTicks + leadTicks
  picture.fill(moment)
  chronicle.happenings.length = 0
  battle.happen(view.stats.particles)
}

function tell(): void {
  state.score = pictures
  state.hull = (pictures % 100) / 100
  state.board[9]!.score = pictures
  for (const dot of state.map) dot.x = -dot.x
  hud.update(state as Parameters<typeof hud.update>[0])
}

interface Costs {
  world: Float64Array // ms
  draw: Float64Array
  hud: Float64Array // of an update, 0 in the pictures between
}

function once(costs: Costs, i: number): void {
  const begin = performance.now()
  world()
  const filled = performance.now()
  view.draw(picture.shown, battle.happenings)
  const drawn = performance.now()
  if (pictures % picturesPerHud === 0) tell()
  costs.hud[i] = performance.now() - drawn
  costs.world[i] = filled - begin
  costs.draw[i] = drawn - filled
  pictures++
}

/** Shows so many pictures at the browser's pace. The columns are made beforehand, so that nothing here is garbage. */
async function run(count: number): Promise<void> {
  await new Promise<void>((done) => {
    let i = 0
    const next = (): void => {
      if (i === count) return done()
      once(columns, i++)
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
}

const most = 3000
const columns: Costs = { world: new Float64Array(most), draw: new Float64Array(most), hud: new Float64Array(most) }

function result(count: number): object {
  const { drawCalls, quads, dropped, particles } = view.stats
  const { ships, bolts, rocks } = picture.shown
  const cost = (all: Float64Array): number[] => [...all.subarray(0, count)]
  const seen = { ships: ships.count, shots: bolts.count, rocks: rocks.count, particles }
  const costs = { world: cost(columns.world), draw: cost(columns.draw), hud: cost(columns.hud) }
  return { quality: view.quality, width: canvas.width, height: canvas.height, drawCalls, quads, dropped, seen, costs }
}

await view.warm()
Object.assign(window, { battle: { run, result } })

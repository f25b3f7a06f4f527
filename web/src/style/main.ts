// The style page: everything the client can show, in all states, labelled; for eyes and for a screenshot test.
// Without a scene it lists them. Parameters:
//   scene=NAME · q=low|medium|high|auto · seed=7 · calm=1 reduced motion
//   still=1 shows the moment of the picture alone, the same each time, and says so in data-done; then
//   show('NAME') in the console shows that of another scene

import { Effects } from '../draw/effects.ts'
import type { QualityChoice } from '../draw/quality.ts'
import { Storm } from '../draw/storm.ts'
import { Threats } from '../draw/threats.ts'
import { createView, type View } from '../draw/view.ts'
import { battle, happeningsIn } from './battle.ts'
import { growthScene, hullsScene, matterScene, rocksScene, statesScene } from './charts.ts'
import { panelStates, showPanels } from './panels.ts'
import { blank, type Label, type Scene } from './scene.ts'
import { blastsScene, placeScene, sparksScene } from './shows.ts'

const query = new URLSearchParams(location.search)
const still = query.has('still')
const step = 1 / 30 // s between the pictures that lead to a still one
const settleSteps = 40 // tenths of a second in which all that was shown before ends
const pauseSeconds = 1.5 // between two rounds of a scene in motion

const battleAt = (x: number, y: number): Scene => ({
  seconds: 1,
  shown: (time, dt, left) => battle(Number(query.get('seed') ?? 7), time, left, dt, x, y),
  happenings: (left, dt) => happeningsIn(left, dt, x, y),
  labels: [],
})

const scenes: Readonly<Record<string, () => Scene>> = {
  hulls: hullsScene,
  states: statesScene,
  growth: growthScene,
  rocks: rocksScene,
  matter: matterScene,
  sparks: sparksScene,
  blasts: blastsScene,
  battle: () => battleAt(0, 0),
  edge: () => battleAt(3720, 420),
  storm: () => placeScene(4000, 900, -700, 'in the storm'),
  rim: () => placeScene(4000, 900, 260, 'the rim of the storm'),
  middle: () => placeScene(0, 0, 4000, 'the middle'),
  outside: () => placeScene(-7000, 5200, 4000, 'far out'),
}

function list(): void {
  const nav = document.querySelector('nav')!
  for (const name of [...Object.keys(scenes), ...Object.keys(panelStates)]) {
    const link = document.createElement('a')
    link.href = `?scene=${name}`
    link.textContent = name
    nav.append(link)
  }
}

async function open(): Promise<View> {
  const quality = (query.get('q') ?? 'auto') as QualityChoice
  const view = createView(document.querySelector('canvas')!, { quality, reducedMotion: query.has('calm'), shake: 0 })
  view.complete({ Effects, Storm, Threats })
  addEventListener('resize', () => view.resize())
  await view.warm()
  return view
}

// The moment of the picture alone. What was shown before is first left to end unseen; then every scene has a time of
// its own, so that it is the same picture whatever came before.
function showStill(view: View, name: string): void {
  const scene = scenes[name]!()
  const begin = 1000 * (1 + Object.keys(scenes).indexOf(name))
  const { focusX, focusY, sectorRadius } = scene.shown(0, 0, 0)
  for (let i = 0; i < settleSteps; i++) {
    const empty = blank(begin - (settleSteps - i) * 0.1, 0.1)
    view.live({ ...empty, focusX, focusY, sectorRadius }, [])
  }
  const lead = Math.ceil(scene.seconds / step)
  for (let i = lead; i >= 0; i--) {
    const left = i * step
    const shown = scene.shown(begin - left, step, left)
    view.live(shown, scene.happenings?.(left, step) ?? [])
  }
  // Only so many names are written in one picture.
  for (let i = 0; i < 3; i++) view.draw(scene.shown(begin, 0, 0), [])
  writeLabels(view, scene.labels)
}

function playOn(view: View, scene: Scene): void {
  let time = 0
  let last = performance.now()
  const loop = (now: number): void => {
    const dt = Math.min(0.1, (now - last) / 1000)
    last = now
    const left = scene.seconds - (time % (scene.seconds + pauseSeconds))
    view.draw(scene.shown(time, dt, left), scene.happenings?.(left, dt) ?? [])
    time += dt
    if (view.stats.pictures === 10) writeLabels(view, scene.labels)
    if (view.stats.pictures % 20 === 0) report(view)
    requestAnimationFrame(loop)
  }
  requestAnimationFrame(loop)
}

function writeLabels(view: View, labels: readonly Label[]): void {
  const nodes = labels.map(({ x, y, text }) => {
    const at = view.worldToScreen(x, y)
    const node = document.createElement('span')
    node.textContent = text
    node.style.left = `${at.x}px`
    node.style.top = `${at.y}px`
    return node
  })
  document.querySelector('.labels')!.replaceChildren(...nodes)
}

function report(view: View): void {
  const { drawCalls, quads, cpuMs, frameMs, p95Ms, scale, dropped } = view.stats
  document.querySelector('output')!.textContent =
    `${view.quality} ×${scale} · ${drawCalls} calls · ${quads} quads (${dropped} dropped) · script ${cpuMs.toFixed(2)} ms · picture ${frameMs.toFixed(1)} ms · p95 ${p95Ms.toFixed(1)}`
}

const name = query.get('scene') ?? ''
if (!still) list()
if (panelStates[name]) await showPanels(name)
else {
  const view = await open()
  if (still) Object.assign(window, { show: (next: string) => showStill(view, next) })
  if (!still) playOn(view, (scenes[name] ?? scenes.battle!)())
  else if (scenes[name]) showStill(view, name)
}
document.documentElement.dataset.done = 'true'

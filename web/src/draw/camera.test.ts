import { expect, test } from 'vitest'
import type { Shown } from '../world/shown.ts'
import { Camera } from './camera.ts'

function shownAt(x: number, y: number, speed = 0): Shown {
  const none = { items: [], count: 0 }
  return {
    time: 1,
    dt: 1 / 60,
    tick: 0,
    sectorRadius: 4096,
    focusX: x,
    focusY: y,
    focusVx: speed,
    focusVy: 0,
    ownId: -1,
    ships: none,
    afar: none,
    rocks: none,
    ore: none,
    bolts: none,
  }
}

function settled(width: number, height: number, speed = 0): Camera {
  const camera = new Camera()
  camera.resize(width, height)
  for (let i = 0; i < 400; i++) camera.follow(shownAt(50, -20, speed))
  return camera
}

test('16:9 shows 1500 × 844 u', () => {
  const camera = settled(1280, 720)
  expect(camera.halfWidth * 2).toBeCloseTo(1500, -1)
  expect(camera.halfHeight * 2).toBeCloseTo(844, -1)
})

test.each([
  [1280, 720],
  [844, 390],
  [1024, 768],
  [800, 800],
  [2560, 1080],
  [3440, 900],
  [390, 844],
])('%i × %i gains no sight, even at full speed', (width, height) => {
  for (const speed of [0, 2000]) {
    const camera = settled(width, height, speed)
    expect(camera.halfWidth).toBeLessThanOrEqual(900)
    expect(camera.halfHeight).toBeLessThanOrEqual(560)
    expect(camera.halfWidth / camera.halfHeight).toBeCloseTo(width / height, 6)
    expect(camera.restHalfWidth * camera.restHalfHeight * 4).toBeLessThanOrEqual(1500 * 844 + 1)
  }
})

test('screen and world places are each other’s inverse', () => {
  const camera = settled(844, 390)
  const world = { ...camera.screenToWorld(120, 33) }
  const screen = camera.worldToScreen(world.x, world.y)
  expect(screen.x).toBeCloseTo(120, 6)
  expect(screen.y).toBeCloseTo(33, 6)
})

test('it looks ahead along the speed, within bounds', () => {
  const camera = settled(1280, 720, 5000)
  expect(camera.x - 50).toBeGreaterThan(100)
  expect(camera.x - 50).toBeLessThanOrEqual(131)
})

test('a jump of the focus glides, a jump under reduced motion does not', () => {
  const camera = settled(1280, 720)
  camera.follow(shownAt(1050, -20))
  expect(camera.x).toBeLessThan(400)
  for (let i = 0; i < 200; i++) camera.follow(shownAt(1050, -20))
  expect(camera.x).toBeCloseTo(1050, 0)
  camera.reducedMotion = true
  camera.follow(shownAt(50, -20))
  expect(camera.x).toBeCloseTo(50, 0)
})

test('a blow shakes the picture for a moment, never by more than 8 px, and not under reduced motion', () => {
  const camera = settled(1280, 720)
  camera.jolt(1)
  let most = 0
  for (let i = 0; i < 200; i++) {
    camera.follow({ ...shownAt(50, -20), time: i / 60 })
    most = Math.max(most, Math.abs(camera.shakeX) * camera.zoom, Math.abs(camera.shakeY) * camera.zoom)
  }
  expect(most).toBeGreaterThan(2)
  expect(most).toBeLessThanOrEqual(8)
  expect(camera.shakeX).toBeCloseTo(0, 9)
  camera.reducedMotion = true
  camera.jolt(1)
  camera.follow(shownAt(50, -20))
  expect(Math.abs(camera.shakeX)).toBe(0)
})

test('the eye goes over to another subject gently: it neither jumps off nor runs past', () => {
  const camera = settled(1280, 720)
  camera.turn()
  let [at, fastest, first] = [camera.x, 0, 0]
  for (let i = 0; i < 180; i++) {
    camera.follow(shownAt(150, -20))
    const step = camera.x - at
    if (i === 0) first = step
    fastest = Math.max(fastest, step)
    expect(step, 'it never goes back').toBeGreaterThan(-1e-9)
    at = camera.x
  }
  expect(first).toBeLessThan(fastest / 2)
  expect(camera.x).toBeCloseTo(150, 0)
})

test('a spectator comes to who is far by a cut, a pilot by a short way from the right side', () => {
  const cut = settled(1280, 720)
  cut.follow(shownAt(5000, -20))
  expect(cut.x).toBeCloseTo(5000, 0)
  const dive = settled(1280, 720)
  dive.dive()
  dive.follow({ ...shownAt(5000, -20), ownId: 3 })
  expect(dive.x).toBeLessThan(4000)
  expect(dive.x).toBeGreaterThan(3800)
  expect(dive.halfWidth, 'from a little higher up').toBeGreaterThan(850)
  for (let i = 0; i < 120; i++) dive.follow({ ...shownAt(5000, -20), ownId: 3 })
  expect(dive.x).toBeCloseTo(5000, -1)
  expect(dive.halfWidth).toBeCloseTo(750, -1)
})

test('with reduced motion the eye does not travel', () => {
  const camera = settled(1280, 720)
  camera.reducedMotion = true
  camera.dive()
  camera.follow({ ...shownAt(900, -20), ownId: 3 })
  expect(camera.x).toBeCloseTo(900, 0)
  expect(camera.halfWidth).toBeCloseTo(750, -1)
})

test('beside a menu the subject is right of the middle, but not in a narrow window', () => {
  for (const [width, height, x] of [
    [1280, 720, 0.71],
    [600, 800, 0.5],
  ] as const) {
    const camera = new Camera()
    camera.resize(width, height)
    camera.aside = 0.42
    for (let i = 0; i < 400; i++) camera.follow(shownAt(50, -20))
    expect(camera.worldToScreen(50, -20).x / width).toBeCloseTo(x, 1)
  }
})

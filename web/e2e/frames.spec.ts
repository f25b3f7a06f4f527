// What a picture of a great battle costs in script, by quality. Times are printed, for a loaded machine tells little by
// them; what fails here are counts: draw calls, lost quads, garbage. `make frames` runs more pictures.
// No graphics card is measured: see web/bench/frames/main.ts.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CDPSession, expect, type Page, test } from '@playwright/test'

const pictures = Number(process.env.PICTURES ?? 30)
const windows = 4 // of pictures, between two looks at the heap
const budgetMs = 3 // for world and drawing together, on a quiet machine
const origin = 'http://frames.localhost' // browsers trust this name, and trusted pages get a fine clock
const web = fileURLToPath(new URL('..', import.meta.url))

const most = {
  low: { drawCalls: 6, garbage: 24 << 10 },
  medium: { drawCalls: 14, garbage: 24 << 10 },
  high: { drawCalls: 20, garbage: 24 << 10 },
} as const
type Quality = keyof typeof most

interface Result {
  quality: string
  width: number
  height: number
  drawCalls: number
  quads: number
  dropped: number
  seen: { ships: number; shots: number; rocks: number; particles: number }
  costs: { world: number[]; draw: number[]; hud: number[] }
}

let built = ''

test.use({ trace: 'off', viewport: { width: 1920, height: 1080 } })

test.beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'orbrawl-frames-'))
  const esbuild = ['tool', '-modfile=tools.mod', 'esbuild', 'bench/frames/main.ts', 'src/style.css', '--bundle']
  const how = ['--minify', '--format=esm', '--target=es2022', `--outdir=${built}`, '--entry-names=[name]', '--log-level=error']
  execFileSync('go', [...esbuild, ...how], { cwd: web })
})

test.afterAll(() => rmSync(built, { recursive: true, force: true }))

/** Serves the page from memory, isolated, so that its clock is fine. A hidden canvas costs the browser nothing to show. */
async function serve(page: Page): Promise<void> {
  const html = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/style.css"><canvas id="view" style="visibility: hidden"></canvas>
    <div id="hud"></div><script type="module" src="/main.js"></script>`
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    const kind = pathname === '/' ? 'text/html' : pathname.endsWith('.css') ? 'text/css' : 'text/javascript'
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
    const body = pathname === '/' ? html : readFileSync(join(built, pathname), 'utf8')
    return route.fulfill({ contentType: kind, headers, body })
  })
}

const run = (page: Page, count: number): Promise<void> =>
  page.evaluate((n) => (window as unknown as { battle: { run(n: number): Promise<void> } }).battle.run(n), count)

/**
 * Bytes of garbage a picture, in the quietest of some windows: in others the browser compiles, which is not ours. One in
 * which it collected says nothing.
 */
async function garbage(page: Page, tools: CDPSession): Promise<number> {
  const used = async (): Promise<number> => (await tools.send('Runtime.getHeapUsage')).usedSize
  const perPicture: number[] = []
  for (let i = 0; i < windows; i++) {
    const before = await used()
    await run(page, pictures)
    const more = (await used()) - before
    if (more > 0) perPicture.push(more / pictures)
  }
  return Math.min(...perPicture)
}

function middle(values: number[], share = 0.5): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
}

function report(result: Result, bytes: number): string {
  const { quality, seen, costs, drawCalls, quads } = result
  const both = costs.world.map((ms, i) => ms + costs.draw[i]!)
  const told = costs.hud.filter((_, i) => i % 6 === 0)
  const cost = (all: number[]): string => `${middle(all).toFixed(2)} / ${middle(all, 0.95).toFixed(2)}`
  return [
    `${quality} ${result.width}x${result.height}: ${seen.ships} ships, ${seen.shots} shots, ${seen.particles} particles, ${seen.rocks} rocks`,
    `  ${drawCalls} draw calls, ${quads} quads, ${result.dropped} lost, ${(bytes / 1024).toFixed(1)} KiB of garbage a picture`,
    `  script ms, median / p95: world ${cost(costs.world)}, draw ${cost(costs.draw)}, both ${cost(both)} (budget ${budgetMs}), HUD update ${cost(told)}`,
  ].join('\n')
}

for (const quality of Object.keys(most) as Quality[]) {
  test(`a great battle in ${quality} quality keeps to its counts`, async ({ page }) => {
    test.setTimeout(240_000)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    await serve(page)
    await page.goto(`${origin}/?q=${quality}`)
    await page.waitForFunction(() => 'battle' in window)
    await run(page, 240) // until the code is compiled and particles are as many as wanted
    const bytes = await garbage(page, await page.context().newCDPSession(page))
    const result = await page.evaluate(
      (n) => (window as unknown as { battle: { result(n: number): Result } }).battle.result(n),
      pictures,
    )
    console.log(report(result, bytes))
    expect(complaints).toEqual([])
    expect(result).toMatchObject({ quality, width: 1920, height: 1080, dropped: 0 })
    expect(result.seen.ships).toBeGreaterThanOrEqual(150)
    expect(result.seen.shots).toBeGreaterThanOrEqual(400)
    expect(result.seen.particles).toBeGreaterThanOrEqual(1450) // some end in every picture
    expect(result.drawCalls).toBeLessThanOrEqual(most[quality].drawCalls)
    expect(bytes).toBeLessThan(most[quality].garbage)
  })
}

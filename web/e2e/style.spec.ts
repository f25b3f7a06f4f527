// Every scene of the style page against a stored picture of it, so that nothing vanishes or changes colour unseen.
//
// Software graphics and fonts differ by version, so pictures are compared by the mean colours of blocks of 15 pixels
// (a ship covers nine). A block has changed when a channel differs by more than 22 of 255; a few may, at the edges of
// letters and sparks. The second test proves that this still catches a missing ship, a missing effect, another hue
// and a missing panel. After a change that was meant: npx playwright test style.spec.ts --update-snapshots

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'

const web = fileURLToPath(new URL('..', import.meta.url))
const stored = join(web, 'e2e', 'style')
const shelf = fileURLToPath(new URL('../../test-output/screenshots', import.meta.url)) // large ones, for people
const host = 'http://style.test'
const size = { width: 960, height: 540 }
const blockPx = 15
const mostOff = 22 // of 255, in the mean of a block
const mostBlocks = { scene: 4, panels: 20 } // that may have changed, of 2304; panels are mostly letters

const scenes = 'hulls states growth rocks matter sparks blasts battle edge storm rim middle outside'.split(' ')
const panels = 'connecting menu flying choice low storm dead reconnecting closed'
  .split(' ')
  .map((name) => `hud-${name}`)
const types: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' }

test.use({ viewport: size, trace: 'off' })

let bundle = ''
test.beforeAll(() => {
  const entry = ['esbuild', 'web/src/style/main.ts', '--bundle', '--format=esm', '--target=es2022']
  bundle = execFileSync('go', ['tool', '-modfile=web/tools.mod', ...entry], {
    cwd: dirname(web),
    encoding: 'utf8',
    maxBuffer: 16 << 20,
  })
})

/** Serves the style page to it without a server; `script` may be a changed one. */
async function serve(page: Page, script: string): Promise<void> {
  await page.unrouteAll()
  await page.route(`${host}/**`, async (route) => {
    const path = normalize(new URL(route.request().url()).pathname)
    const contentType = types[extname(path)] ?? 'text/plain'
    if (path === '/dist/style.js') return route.fulfill({ body: script, contentType })
    if (!existsSync(join(web, path))) return route.fulfill({ status: 204 })
    return route.fulfill({ body: await readFile(join(web, path)), contentType })
  })
}

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`${host}/style.html?still&q=low&${query}`)
  await page.waitForFunction(() => document.documentElement.dataset.done === 'true')
}

/** Shows a scene's still picture, each panel on a page of its own, and returns it as PNG. */
async function look(page: Page, scene: string, css = ''): Promise<Buffer> {
  if (panels.includes(scene)) {
    await open(page, `scene=${scene}`)
    await page.addStyleTag({ content: '* { animation: none !important; transition: none !important }' })
  } else await page.evaluate((name) => (window as unknown as { show(name: string): void }).show(name), scene)
  if (css) await page.addStyleTag({ content: css })
  return page.screenshot({ timeout: 60_000 })
}

/** The means of the picture's blocks, as a small PNG. */
async function shrink(bench: Page, png: Buffer): Promise<Buffer> {
  const url = await bench.evaluate(
    async ([base64, block]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${base64}`
      await image.decode()
      const { width, height } = image
      const pen = new OffscreenCanvas(width, height).getContext('2d')!
      pen.drawImage(image, 0, 0)
      const from = pen.getImageData(0, 0, width, height).data
      const canvas = document.createElement('canvas')
      canvas.width = width / block
      canvas.height = height / block
      const to = new ImageData(canvas.width, canvas.height)
      const sums = new Float64Array(to.data.length)
      for (let i = 0; i < from.length; i++) {
        const pixel = i >> 2
        const at = Math.floor(pixel / width / block) * canvas.width + Math.floor((pixel % width) / block)
        sums[at * 4 + (i & 3)]! += from[i]! / (block * block)
      }
      to.data.set(sums.map(Math.round))
      canvas.getContext('2d')!.putImageData(to, 0, 0)
      return canvas.toDataURL('image/png')
    },
    [png.toString('base64'), blockPx] as const,
  )
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

/** How many pixels of two small pictures differ by more than the tolerance. */
function changed(bench: Page, one: Buffer, other: Buffer): Promise<number> {
  return bench.evaluate(
    async ([a, b, most]) => {
      const read = async (base64: string) => {
        const image = new Image()
        image.src = `data:image/png;base64,${base64}`
        await image.decode()
        const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')!
        pen.drawImage(image, 0, 0)
        return pen.getImageData(0, 0, image.width, image.height).data
      }
      const [left, right] = [await read(a), await read(b)]
      let count = left.length === right.length ? 0 : Number.POSITIVE_INFINITY
      for (let i = 0; i < left.length; i += 4)
        if ([0, 1, 2].some((c) => Math.abs(left[i + c]! - right[i + c]!) > most)) count++
      return count
    },
    [one.toString('base64'), other.toString('base64'), mostOff] as const,
  )
}

const fileOf = (scene: string): string => join(stored, `${scene}.png`)

test('every scene looks as it did', async ({ newPlayer }, testInfo) => {
  test.setTimeout(240_000)
  const page = await newPlayer('about:blank')
  const bench = await newPlayer('about:blank')
  await serve(page, bundle)
  await open(page, '')
  const anew = ['all', 'changed'].includes(testInfo.config.updateSnapshots)
  await mkdir(stored, { recursive: true })
  await mkdir(shelf, { recursive: true })
  for (const scene of [...scenes, ...panels]) {
    const now = await look(page, scene)
    await writeFile(join(shelf, `style-${scene}.png`), now)
    const small = await shrink(bench, now)
    if (anew) await writeFile(fileOf(scene), small)
    const count = await changed(bench, small, await readFile(fileOf(scene)))
    const most = scene.startsWith('hud-') ? mostBlocks.panels : mostBlocks.scene
    expect.soft(count, `${scene}: blocks that changed`).toBeLessThanOrEqual(most)
  }
})

/** What must not go unseen: the scene, and what is changed in the script or hidden by a style. */
const harms = [
  { what: 'a missing ship', scene: 'states', from: /\["low hull", \{/, to: '["low hull", { fade: 0,' },
  { what: 'a missing effect', scene: 'sparks', from: /this\.#shieldHit\(it, weight\)/, to: 'void 0' },
  { what: 'another hue', scene: 'matter', from: /"#ff4d7e"/, to: '"#4dff7e"' },
  { what: 'rocks without cracks', scene: 'rocks', from: /wear: row\d* === 1 \? share : 0/, to: 'wear: 0' },
  { what: 'a missing panel', scene: 'hud-flying', css: '.board { visibility: hidden }' },
]

test('what is missing or has another colour is noticed', async ({ newPlayer }) => {
  test.setTimeout(120_000)
  const page = await newPlayer('about:blank')
  const bench = await newPlayer('about:blank')
  let script = bundle
  for (const { what, from, to } of harms) {
    if (from === undefined) continue
    expect(from.test(script), `${what}: the script has the place`).toBe(true)
    script = script.replace(from, to)
  }
  await serve(page, script)
  await open(page, '')
  for (const { what, scene, css } of harms) {
    const small = await shrink(bench, await look(page, scene, css))
    const most = scene.startsWith('hud-') ? mostBlocks.panels : mostBlocks.scene
    const count = await changed(bench, small, await readFile(fileOf(scene)))
    console.log(`${what}: ${count} blocks changed`)
    expect.soft(count, what).toBeGreaterThan(most)
  }
})

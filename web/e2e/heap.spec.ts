// The heap of a page at play, after everything that is free was freed: it may breathe, it may not grow. `make heap`
// plays for five minutes; the tests play for a short while, at the pace of the browser's own frames.

import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { play, readHook } from './hook.ts'

const playMs = Number(process.env.HEAP_SECONDS ?? 24) * 1000
const settleMs = Math.min(playMs / 3, 90_000) // pools fill and code is compiled, ever more rarely: that is no leak
const looks = 6
const mostGrowth = 640 << 10 // bytes, over the whole time: names seen for the first time and compiled code are kept
const mostNodes = 60 // elements more than after settling: feed rows and hints come and go

test.use({ trace: 'off' }) // the tracer keeps what the page would let go

interface Look {
  bytes: number
  nodes: number
}

async function look(page: Page, tools: CDPSession): Promise<Look> {
  await tools.send('HeapProfiler.collectGarbage')
  await tools.send('HeapProfiler.collectGarbage') // the first one runs finalizers, the second frees what they held
  const { usedSize } = await tools.send('Runtime.getHeapUsage')
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
  return { bytes: usedSize, nodes }
}

/** Flies to and fro, shoots, chooses what is offered and flies again, as fast as a person would. */
async function playOn(page: Page, ms: number): Promise<void> {
  const keys = ['w', 'd', 's', 'a']
  const until = Date.now() + ms
  for (let turn = 0; Date.now() < until; turn++) {
    const key = keys[turn % keys.length]!
    await page.keyboard.down(key)
    await page.mouse.move(320 + 200 * Math.cos(turn), 180 + 120 * Math.sin(turn))
    await page.mouse.down()
    await page.waitForFunction((end) => performance.now() > end, (await page.evaluate(() => performance.now())) + 700)
    await page.mouse.up()
    await page.keyboard.up(key)
    await page.keyboard.press('1')
    if ((await readHook(page))?.phase === 'dead') await page.keyboard.press('Space')
  }
}

/**
 * The middle one of the slopes from each look to each later one, times their span. What is compiled late is a jump that
 * few slopes see; a leak is in all of them.
 */
function growth(bytes: readonly number[]): number {
  const slopes = bytes.flatMap((from, i) => bytes.slice(i + 1).map((to, k) => (to - from) / (k + 1)))
  slopes.sort((a, b) => a - b)
  return slopes[slopes.length >> 1]! * (bytes.length - 1)
}

test('the heap is flat while playing', async ({ server, newPlayer }) => {
  test.setTimeout(playMs * 3 + 60_000)
  const page = await newPlayer(`${server.play}/?debug&q=low`, { smooth: true })
  const tools = await page.context().newCDPSession(page)
  await play(page, 'Steady')
  await playOn(page, settleMs)
  const seen: Look[] = [await look(page, tools)]
  while (seen.length < looks) {
    await playOn(page, (playMs - settleMs) / (looks - 1))
    seen.push(await look(page, tools))
  }
  const grown = growth(seen.map(({ bytes }) => bytes))
  const { pictures } = (await readHook(page))!.stats as { pictures: number }
  const kib = seen.map(({ bytes }) => Math.round(bytes / 1024))
  console.log(
    `heap after collecting, KiB: ${kib.join(' ')}; trend ${Math.round(grown / 1024)} KiB over ${pictures} pictures`,
  )
  expect(grown, `the heap grew: ${kib.join(' ')} KiB`).toBeLessThan(mostGrowth)
  expect(seen.at(-1)!.nodes - seen[0]!.nodes, 'elements left behind').toBeLessThan(mostNodes)
})

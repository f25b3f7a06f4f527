import { afterEach, expect, test, vi } from 'vitest'
import type { HudActions } from '../hud/state.ts'
import { laterOnce, relayActions } from './page.ts'

vi.mock('./later.ts', () => ({}))

class FakeLink {
  rel = ''
  href = ''
  onload = (): void => undefined
  onerror = (): void => undefined
  remove(): void {
    links.delete(this)
  }
}

const links = new Set<FakeLink>()
let made = 0

function openPage(): void {
  links.clear()
  made = 0
  vi.useFakeTimers()
  vi.stubGlobal('document', {
    createElement: () => new FakeLink(),
    head: {
      append(link: FakeLink) {
        links.add(link)
        made++
      },
    },
    querySelector: (what: string) =>
      what === 'link[data-later]' ? { dataset: { later: '/later.css' } } : ([...links][0] ?? null),
  })
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what comes later is asked for once, and once more some seconds after it was lost', async () => {
  openPage()
  const later = laterOnce()
  const first = later()
  ;[...links][0]!.onerror()
  await expect(first).rejects.toThrow('/later.css')
  for (let ms = 0; ms < 3000; ms += 500) {
    await expect(later(), 'not again at once').rejects.toThrow('/later.css')
    vi.advanceTimersByTime(500)
  }
  expect(made).toBe(1)
  const second = later()
  ;[...links][0]!.onload()
  await second
  vi.advanceTimersByTime(10_000)
  links.clear() // or the sheet would be found
  expect(later(), 'what has come stays').toBe(second)
  expect(made).toBe(2)
})

test('who wishes to look around before there is a game looks around in it', () => {
  const wishes: string[] = []
  const game = { watch: (wish) => void wishes.push(wish) } as Partial<HudActions> as HudActions
  const { actions, goTo } = relayActions()
  actions.watch('on')
  goTo(game)
  expect(wishes).toEqual(['on'])
  actions.watch('next')
  expect(wishes).toEqual(['on', 'next'])

  wishes.length = 0
  relayActions().goTo(game)
  expect(wishes, 'nobody wished').toEqual([])
})

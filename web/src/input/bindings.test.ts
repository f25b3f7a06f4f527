import { expect, test } from 'vitest'
import { actionsByCode, defaultBindings } from './bindings.ts'
import { belongsToPage } from './keys.ts'

test('every action has a key and every key one action', () => {
  const byCode = actionsByCode(defaultBindings)
  for (const [action, codes] of Object.entries(defaultBindings)) {
    expect(codes.length, action).toBeGreaterThan(0)
    for (const code of codes) expect(byCode.get(code)).toBe(action)
  }
  expect(byCode.get('KeyW')).toBe('up')
  expect(byCode.get('F3')).toBe('debug')
})

test('a key bound twice is named', () => {
  expect(() => actionsByCode({ ...defaultBindings, mute: ['KeyW'] })).toThrow(
    'key KeyW is bound to up and to mute: free one of them',
  )
})

const press = (over: object) => ({
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  code: 'KeyW',
  target: null,
  ...over,
})
const inside = (tagName: string) => ({ tagName }) as unknown as EventTarget

test('typing and browser shortcuts are not for the ship', () => {
  expect(belongsToPage(press({}), 'up')).toBe(false)
  expect(belongsToPage(press({ target: inside('CANVAS') }), 'up')).toBe(false)
  expect(belongsToPage(press({ target: inside('INPUT') }), 'up')).toBe(true)
  expect(belongsToPage(press({ target: inside('SELECT') }), 'down')).toBe(true)
  expect(belongsToPage(press({ ctrlKey: true }), 'up')).toBe(true)
  expect(belongsToPage(press({ target: inside('INPUT'), code: 'Escape' }), 'menu')).toBe(false)
  expect(belongsToPage(press({ target: inside('BUTTON'), code: 'Space' }), 'fire')).toBe(true)
  expect(belongsToPage(press({ target: inside('BUTTON') }), 'up')).toBe(false)
})

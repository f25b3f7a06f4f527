import { expect, test } from 'vitest'
import { actionsByCode, bindingsOf, changeable, defaultBindings } from './bindings.ts'
import { changesOf, rebind } from './rebind.ts'
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

test('a new first key leaves the second where it is', () => {
  const { bindings, swapped } = rebind(defaultBindings, 'up', 'KeyI')!
  expect(bindings.up).toEqual(['KeyI', 'ArrowUp'])
  expect(swapped).toBeNull()
  expect(changesOf(bindings)).toEqual({ up: ['KeyI', 'ArrowUp'] })
  expect(bindingsOf(changesOf(bindings))).toEqual(bindings)
})

test('a key that another action has is swapped for the old one', () => {
  const { bindings, swapped } = rebind(defaultBindings, 'fire', 'KeyE')!
  expect(swapped).toBe('beam')
  expect([bindings.fire, bindings.beam]).toEqual([['KeyE'], ['Space']])
  expect(rebind(bindings, 'fire', 'Space')!.bindings).toEqual(defaultBindings)
  expect(rebind(defaultBindings, 'up', 'ArrowUp')!.bindings.up).toEqual(['ArrowUp', 'KeyW'])
})

test('keys of the page and the browser are refused', () => {
  for (const code of ['Escape', 'F3', 'F5', 'Tab', 'ControlLeft', 'MetaLeft'])
    expect(rebind(defaultBindings, 'fire', code)).toBeNull()
})

test('whatever was kept, no key has two meanings', () => {
  expect(bindingsOf({ fire: ['KeyW', 'Escape'], mute: ['KeyW'], teapot: ['KeyT'] }).up).toEqual(['ArrowUp'])
  let bindings = defaultBindings
  const codes = Object.values(defaultBindings).flat()
  for (let i = 0; i < 300; i++) {
    const action = changeable[(i * 7) % changeable.length]!
    bindings = rebind(bindings, action, codes[(i * 11) % codes.length]!)?.bindings ?? bindings
    expect(() => actionsByCode(bindings)).not.toThrow()
    expect(actionsByCode(bindingsOf(changesOf(bindings)))).toEqual(actionsByCode(bindings))
  }
})

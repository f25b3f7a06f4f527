import { expect, test } from 'vitest'
import type { Device } from './held.ts'
import { createLead } from './lead.ts'

function leading(first: Device) {
  const seen: Device[] = []
  const lead = createLead(first, (device) => seen.push(device))
  return { lead, seen }
}

test('the device used last leads at once, and is told of once', () => {
  const { lead, seen } = leading('keys')
  lead.firm('pad')
  lead.firm('pad')
  lead.firm('touch')
  lead.firm('keys')
  expect(seen).toEqual(['keys', 'pad', 'touch', 'keys'])
  expect(lead.device).toBe('keys')
})

test('a drifting stick and a trembling mouse do not take turns', () => {
  const { lead, seen } = leading('keys')
  for (let ms = 0; ms < 5000; ms += 16) {
    lead.stick(0.3 + 0.05 * Math.sin(ms))
    lead.mouse(1, ms * 10) // one pixel now and then
  }
  expect(seen).toEqual(['keys'])
  lead.firm('pad')
  for (let ms = 0; ms < 5000; ms += 16) {
    lead.stick(0.3)
    lead.mouse(1, ms * 10)
  }
  expect(seen).toEqual(['keys', 'pad'])
})

test('a push of the stick and a sweep of the mouse do take the lead', () => {
  const { lead, seen } = leading('keys')
  lead.stick(0.5)
  lead.mouse(7, 1000)
  lead.mouse(7, 1016)
  lead.stick(0.39)
  lead.stick(0.4)
  expect(seen).toEqual(['keys', 'pad', 'keys', 'pad'])
})

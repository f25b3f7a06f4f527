// What the line stands on in a browser: its WebSocket, its clock, its chance, and the place where the key of
// the session is kept, which lives as long as the tab.

import type { Ground, Socket } from '../net/line.ts'

const keyName = 'orbrawl.resume'

export function browserGround(url: string): Ground {
  return {
    connect: () => new WebSocket(url) as unknown as Socket,
    now: () => performance.now(),
    later(ms, call) {
      const id = setTimeout(call, ms)
      return () => clearTimeout(id)
    },
    random: () => Math.random(),
    recall: () => guarded(() => sessionStorage.getItem(keyName)),
    keep: (key) => void guarded(() => sessionStorage.setItem(keyName, key)),
  }
}

// Blocked storage costs only the way back into the same ship after a reload.
function guarded<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}

/** The address of the game's socket on the host that served the page. */
export function socketAddress(page: Location): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/ws`
}

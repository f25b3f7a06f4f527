// The button that hands on the way to this arena: by the system's own sheet where there is one, else by the clipboard.

import { el, textSlot } from './dom.ts'
import type { AllWords } from '../words/later.ts'

/** What the browser can do for us; absent parts are skipped, so that an old or an insecure page still copies. */
export interface Sharing {
  share?: (data: ShareData) => Promise<void>
  clipboard?: { writeText(text: string): Promise<void> }
  copyBySelection(text: string): boolean
}

export type Shared = 'shared' | 'copied' | 'cancelled' | 'failed'

/** Parameters that look into the game or change how it is drawn: they are no part of where the arena is. */
const ownParameters = ['debug', 'q']
const thanksMs = 2500

/** The address that opens this arena for somebody else. */
export function arenaLink(address: string): string {
  const link = new URL(address)
  for (const name of ownParameters) link.searchParams.delete(name)
  link.hash = ''
  return link.href
}

/** Shares a link, or copies it. A sheet that the player closed is no failure and copies nothing. */
export async function shareLink(link: string, sharing: Sharing): Promise<Shared> {
  if (sharing.share) {
    try {
      await sharing.share({ title: 'Orbrawl', url: link })
      return 'shared'
    } catch (reason) {
      if ((reason as Error).name === 'AbortError') return 'cancelled'
    }
  }
  try {
    if (sharing.clipboard) {
      await sharing.clipboard.writeText(link)
      return 'copied'
    }
  } catch {
    // Refused, as in a page without the focus: the old way may still do.
  }
  return sharing.copyBySelection(link) ? 'copied' : 'failed'
}

/** Makes such a button work. What came of a press stands on it for a moment and is told to `say`. */
export function armShare(button: HTMLElement, words: AllWords, say: (text: string) => void): void {
  const setLabel = textSlot(button.querySelector('span')!)
  let timer: ReturnType<typeof setTimeout> | undefined
  button.addEventListener('click', async () => {
    const link = arenaLink(location.href)
    const came = await shareLink(link, browserSharing())
    const text = came === 'copied' ? words.linkCopied : came === 'failed' ? link : ''
    if (text === '') return
    setLabel(text)
    say(text)
    clearTimeout(timer)
    if (came === 'copied') timer = setTimeout(() => setLabel(words.share), thanksMs)
  })
}

function browserSharing(): Sharing {
  const { share, clipboard } = navigator as Partial<Navigator>
  return {
    copyBySelection,
    ...(share ? { share: (data) => share.call(navigator, data) } : {}),
    ...(clipboard ? { clipboard } : {}),
  }
}

// Pages without https, as on a home network, have no clipboard but this one.
function copyBySelection(text: string): boolean {
  const field = el('textarea', 'unseen')
  const focused = document.activeElement
  field.value = text
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return done
}

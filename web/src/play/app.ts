// The page as an app: what the browser may keep of it.

const settledMs = 4000 // by then the newcomer flies, and the line is free

/** Lets the browser keep the page that is shown without a network. Pages without https have no such keeper. */
export function keepOfflinePage(): void {
  if (!('serviceWorker' in navigator)) return
  setTimeout(() => {
    navigator.serviceWorker.register('/sw.js').catch(() => undefined) // a refusal costs the offline page only
  }, settledMs)
}

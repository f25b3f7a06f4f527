// The one thing that is kept for a browser without a network: a page that says so and tries again. The client and the
// game are never kept here, for an old client before a newer server is worse than none. The build puts a hash of the
// kept files in place of KEPT, so that a change of theirs changes this file and with it what browsers keep.

const shelf = 'orbrawl-offline-aced3c7c'
const page = '/offline.html'
const kept = [page, '/offline.css', '/offline.js', '/icon.svg']

addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => skipWaiting()))
})

addEventListener('activate', (event) => {
  event.waitUntil(sweep().then(() => clients.claim()))
})

addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin || request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(open(event))
  else if (kept.includes(pathname)) event.respondWith(fetch(request).catch(() => caches.match(pathname)))
})

async function fill() {
  const cache = await caches.open(shelf)
  await cache.addAll(kept.map((path) => new Request(path, { cache: 'reload' })))
}

async function sweep() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== shelf).map((name) => caches.delete(name)))
  await registration.navigationPreload?.enable() // so that starting this worker never delays the game
}

async function open(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return (await caches.match(page)) ?? Response.error()
  }
}

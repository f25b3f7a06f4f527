// The page without a network: knocks at the server now and then, and goes in as soon as it answers.

const waitsSeconds = [3, 5, 8, 12, 20]
const patienceMs = 8000
const state = document.querySelector('[data-say="state"]')
const again = document.querySelector('[data-say="again"]')
let tries = 0
let timer = 0

async function knock() {
  clearTimeout(timer)
  state.textContent = 'Trying…'
  try {
    const answer = await fetch('/api/state', { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) })
    if (answer.ok) return enter()
  } catch {
    // Still away: that is what this page is for.
  }
  wait()
}

// Whoever came to this page by its own name would find it again by reloading.
function enter() {
  if (location.pathname === '/offline.html') location.replace('/')
  else location.reload()
}

function wait() {
  const seconds = waitsSeconds[Math.min(tries++, waitsSeconds.length - 1)]
  state.textContent = `Not yet. This page tries again by itself every ${seconds} seconds.`
  timer = setTimeout(knock, seconds * 1000)
}

again.addEventListener('click', knock)
addEventListener('online', knock)
wait()
state.textContent = 'This page tries again by itself.'

// The page without a network: knocks at the server now and then, and goes in as soon as it answers.

const words = {
  en: {
    title: 'No way to the arena',
    why: 'Your device is offline, or the server is away. Your record and settings are safe.',
    again: 'Try now',
    start: 'This page tries again by itself.',
    trying: 'Trying…',
    wait: 'Not yet. The next try is in {seconds} seconds.',
  },
  de: {
    title: 'Kein Weg in die Arena',
    why: 'Dein Gerät ist offline, oder der Server ist nicht da. Bilanz und Einstellungen sind sicher.',
    again: 'Jetzt versuchen',
    start: 'Diese Seite versucht es von selbst wieder.',
    trying: 'Versuche…',
    wait: 'Noch nicht. Nächster Versuch in {seconds} Sekunden.',
  },
  fr: {
    title: 'Pas d’accès à l’arène',
    why: 'Votre appareil est hors ligne, ou le serveur est absent. Votre bilan et vos réglages sont conservés.',
    again: 'Réessayer',
    start: 'Cette page réessaie d’elle-même.',
    trying: 'Essai en cours…',
    wait: 'Pas encore. Prochain essai dans {seconds} secondes.',
  },
}
const language = navigator.languages.map((code) => code.slice(0, 2)).find((code) => code in words) ?? 'en'
const say = words[language]
const waitsSeconds = [3, 5, 8, 12, 20]
const patienceMs = 8000
const state = document.querySelector('[data-say="state"]')
const again = document.querySelector('[data-say="again"]')
let tries = 0
let timer = 0

async function knock() {
  clearTimeout(timer)
  state.textContent = say.trying
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
  state.textContent = say.wait.replace('{seconds}', seconds)
  timer = setTimeout(knock, seconds * 1000)
}

again.addEventListener('click', knock)
addEventListener('online', knock)
document.documentElement.lang = language
for (const part of ['title', 'why', 'again']) document.querySelector(`[data-say="${part}"]`).textContent = say[part]
wait()
state.textContent = say.start

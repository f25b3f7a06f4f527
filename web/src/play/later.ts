// What the page fetches behind its first picture, in one piece: see laterOnce in page.ts.

export { allWords, openSecond } from '../hud/second.ts'
export { openFeel } from './feel.ts'
export { listenToPads } from '../input/pad.ts'

// What the page fetches behind its first picture, in one piece: see laterOnce in page.ts.

export { Effects } from '../draw/effects.ts'
export { Storm } from '../draw/storm.ts'
export { Threats } from '../draw/threats.ts'
export { allWords, openSecond } from '../hud/second.ts'
export { AimAssist } from './assist.ts'
export { openFeel } from './feel.ts'
export { listenToPads } from '../input/pad.ts'
export { listenToTouch } from '../input/touch.ts'

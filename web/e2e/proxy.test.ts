import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Line, openLine } from './proxy.ts'

let echo: Server
let line: Line

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  line = await openLine(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`)
})

afterEach(async () => {
  await line.close()
  echo.close()
})

function call(): Socket {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(line.url).port) })
  return socket.on('error', () => socket.destroy()) // those who wait for bytes hear of it as well
}

async function hear(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  return String(chunk)
}

test('bytes pass both ways, and the end of the stream too', async () => {
  const socket = call()
  socket.write('hello')
  expect(await hear(socket)).toBe('hello')
  socket.end()
  await once(socket, 'end')
})

test('a delay counts each way', async () => {
  const socket = call()
  socket.write('warm')
  await hear(socket)
  line.delay(40)
  const start = performance.now()
  socket.write('far')
  expect(await hear(socket)).toBe('far')
  expect(performance.now() - start).toBeGreaterThan(75)
})

test('a delay that changes never changes the order', async () => {
  const socket = call()
  let sent = ''
  let heard = ''
  for (let i = 0; i < 20; i++) {
    line.delay((i % 3) * 5)
    sent += `${i} `
    socket.write(`${i} `)
    await new Promise((resolve) => setImmediate(resolve))
  }
  while (heard.length < sent.length) heard += await hear(socket)
  expect(heard).toBe(sent)
})

test('a stalled line keeps its connection and its bytes until it flows', async () => {
  const socket = call()
  socket.write('warm')
  await hear(socket)
  line.stall()
  socket.write('late')
  const answer = hear(socket)
  const quiet = new Promise((resolve) => setTimeout(() => resolve('quiet'), 100))
  expect(await Promise.race([answer, quiet])).toBe('quiet')
  expect(line.open()).toBe(1)
  line.flow()
  expect(await answer).toBe('late')
})

test('a cut resets the call, and a refusing line takes no new one until it accepts', async () => {
  const socket = call()
  socket.write('warm')
  await hear(socket)
  line.refuse()
  line.cut()
  const [fault] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(fault.code).toBe('ECONNRESET')
  const refused = call()
  refused.write('anyone?')
  await once(refused, 'error')
  line.accept()
  const again = call()
  again.write('back')
  expect(await hear(again)).toBe('back')
})

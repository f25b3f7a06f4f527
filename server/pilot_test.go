package server

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// pilot is a client: a WebSocket by hand and the mirror that a browser would have. It belongs to the test's
// goroutine; nothing is read unless the test reads.
type pilot struct {
	t        testing.TB
	cat      *catalog.Catalog
	raw      net.Conn
	line     *session // the server's end, once it was looked for
	in       *bufio.Reader
	out      *protocol.Writer
	reader   *protocol.Reader
	known    *mirror.Mirror
	welcome  protocol.Welcome
	welcomed bool
	frames   int64 // binary frames read
	payload  int   // their bytes
	pings    byte
	closed   protocol.CloseCode // of the server's close frame
	seq      uint16
	spoke    uint32 // tick at which the last input went out
	held     protocol.Input
	ticks    []uint32 // of the frames read since the test last cleared it
}

// up is a message from a client.
type up interface{ Append(*protocol.Writer) }

const request = "GET /ws HTTP/1.1\r\nHost: %HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

// shake opens a WebSocket on raw.
func shake(t testing.TB, raw net.Conn, host string, cat *catalog.Catalog) *pilot {
	t.Helper()
	p := &pilot{t: t, cat: cat, raw: raw, in: bufio.NewReader(raw), out: protocol.NewWriter(), reader: protocol.NewReader()}
	p.known = mirror.New(p.cat, 0)
	_ = raw.SetDeadline(time.Now().Add(6 * patience))
	p.write([]byte(fill(request, "%HOST", host)))
	answer, err := http.ReadResponse(p.in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("the door answered %s", answer.Status)
	}
	return p
}

func (p *pilot) write(b []byte) {
	p.t.Helper()
	if _, err := p.raw.Write(b); err != nil {
		p.t.Fatal(err)
	}
}

// pack makes the payload of one WebSocket message.
func pack(messages ...up) []byte {
	w := protocol.NewWriter()
	for _, m := range messages {
		m.Append(w)
	}
	return w.Bytes()
}

// send sends messages together.
func (p *pilot) send(messages ...up) {
	p.t.Helper()
	p.out.Reset(p.out.Bytes()[:0])
	for _, m := range messages {
		m.Append(p.out)
	}
	p.write(masked(0x82, p.out.Bytes()))
}

// masked is a client's frame.
func masked(first byte, payload []byte) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n <= 0xffff:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	key := [4]byte{0x11, 0x99, 0xee, 0x42}
	b = append(b, key[:]...)
	for i, c := range payload {
		b = append(b, c^key[i&3])
	}
	return b
}

// next reads one WebSocket frame.
func (p *pilot) next() (op byte, payload []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(p.in, head[:]); err != nil {
		return 0, nil, err
	}
	size := uint64(head[1])
	wide := map[byte]int{126: 2, 127: 8}[head[1]]
	if wide > 0 {
		var b [8]byte
		if _, err := io.ReadFull(p.in, b[8-wide:]); err != nil {
			return 0, nil, err
		}
		size = binary.BigEndian.Uint64(b[:])
	}
	payload = make([]byte, size)
	_, err = io.ReadFull(p.in, payload)
	return head[0] & 0x0f, payload, err
}

// hear reads one WebSocket frame and takes it in; op is what it was.
func (p *pilot) hear() (op byte, payload []byte) {
	p.t.Helper()
	op, payload, err := p.next()
	if err != nil {
		p.t.Fatalf("session %d: %v", p.welcome.Session, err)
	}
	switch op {
	case 2:
		p.frames++
		p.payload += len(payload)
		p.take(payload)
	case 8:
		p.closed = protocol.CloseCode(binary.BigEndian.Uint16(payload))
	}
	return op, payload
}

// take takes the payload of a binary frame.
func (p *pilot) take(b []byte) {
	p.t.Helper()
	p.reader.Reset(b)
	if id, _ := p.reader.Next(); id == protocol.IDWelcome {
		p.welcome.Decode(p.reader)
		if err := p.reader.Err(); err != nil {
			p.t.Fatal(err)
		}
		p.welcome.Resume = append([]byte(nil), p.welcome.Resume...)
		p.welcomed = true
		p.known = mirror.New(p.cat, p.welcome.Tick)
		return
	}
	if err := p.known.Take(b); err != nil {
		p.t.Fatalf("session %d at tick %d: %v", p.welcome.Session, p.known.Tick, err)
	}
	p.ticks = append(p.ticks, p.known.Tick)
}

// read takes in all that the server has sent so far.
func (p *pilot) read(r *rig) {
	p.t.Helper()
	s := p.serverSide(r)
	for p.frames < s.wire().Counts().FramesOut {
		p.hear()
	}
}

// serverSide finds the session at the other end of the line, by its port.
func (p *pilot) serverSide(r *rig) *session {
	p.t.Helper()
	if p.line != nil {
		return p.line
	}
	for s := range r.loop.byConn {
		if s.wire().RemoteAddr().String() == p.raw.LocalAddr().String() {
			p.line = s
			return s
		}
	}
	p.t.Fatalf("session %d has no line", p.welcome.Session)
	return nil
}

// wire is the real connection under a session.
func (s *session) wire() *conn.Conn { return s.conn.(*conn.Conn) }

// settle returns when the server's reading side has taken all that was sent: a pong comes after it.
func (p *pilot) settle() {
	p.t.Helper()
	p.pings++
	p.write(masked(0x89, []byte{p.pings}))
	for {
		if op, payload := p.hear(); op == 10 && payload[0] == p.pings {
			return
		}
		if p.closed != 0 {
			p.t.Fatalf("session %d was closed with %d", p.welcome.Session, p.closed)
		}
	}
}

// input holds controls from a tick on.
func (p *pilot) input(at uint32, in protocol.Input) {
	p.t.Helper()
	p.seq++
	in.Seq, in.Tick, in.Seen = p.seq, uint16(at), uint16(p.known.Tick)
	p.held, p.spoke = in, p.known.Tick
	p.send(&in)
}

// heartbeat does what a client must: whenever a frame came and nothing was sent for 200 ms, it says what it
// holds and what it has seen.
func (p *pilot) heartbeat() {
	p.t.Helper()
	if p.known.Tick-p.spoke < quietTicks {
		return
	}
	p.input(p.known.Tick+2, p.held)
	p.settle()
}

// hearFrames reads n frames of the world as they come, and answers.
func (p *pilot) hearFrames(n int) {
	p.t.Helper()
	for p.ticks = p.ticks[:0]; len(p.ticks) < n; {
		p.hear()
		p.heartbeat()
	}
}

// expectClose reads up to the close frame.
func (p *pilot) expectClose(code protocol.CloseCode) {
	p.t.Helper()
	_ = p.raw.SetDeadline(time.Now().Add(patience))
	for p.closed == 0 {
		p.hear()
	}
	if p.closed != code {
		p.t.Fatalf("closed with %d, want %d", p.closed, code)
	}
	if _, err := p.in.ReadByte(); !errors.Is(err, io.EOF) {
		p.t.Fatalf("after the close frame: %v, want EOF", err)
	}
	_ = p.raw.Close()
}

// body is the ship as the last Self told it.
func (p *pilot) body() flight.Body {
	s := &p.known.Self
	return flight.Body{X: s.X, Y: s.Y, Vx: s.Vx, Vy: s.Vy, Energy: s.Energy, Cool: s.Cool}
}

func fill(text string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(text)
}

func readAnswer(t testing.TB, from io.Reader) *http.Response {
	t.Helper()
	answer, err := http.ReadResponse(bufio.NewReader(from), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

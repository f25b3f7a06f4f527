package conn

import (
	"errors"
	"net"
	"os"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// Reasons of the guard for ending a connection.
var (
	// ErrSilent means that nothing came for Config.IdleTimeout.
	ErrSilent = errors.New("conn: read: the peer went silent")
	// ErrNoMessage means that no whole message came for Config.FirstMessageTimeout.
	ErrNoMessage = errors.New("conn: read: the first message did not come in time")
)

// never is later than any instant on a connection's clock.
const never = int64(1<<63 - 1)

// guard is the net.Conn that gws believes to be its socket. Reading, it passes on only what the walker
// found in order, and keeps the time. Writing, it takes gws's control frames for the wire. It closes
// nothing: gws's Close is a request that the wire has already heard in the close frame.
type guard struct {
	conn *Conn
	open bool // the 101 is written; set before the connection's goroutine starts

	// used by the connection's goroutine only; instants are ns on the wire's clock
	source source
	ear    ear    // the source, where the socket has a descriptor
	chunk  *chunk // what came last; nil when gws has read all of it
	rest   []byte // of chunk: in order and not yet read by gws
	walker walker
	fault  Fault // raised once gws has read all that came before it
	hungUp bool  // the peer ended its half of the stream, or the line broke
	heard  int64 // when the last byte came
	begun  int64 // when the unfinished message began; 0 is none
	counts int64 // walker.messages when begun was set
	pinged int64 // when the unanswered ping went out; 0 is none
	asked  int64 // when the last ping went out
	armed  int64 // the read deadline; 0 is none
}

// begin starts the clocks, once the 101 is written.
func (g *guard) begin() {
	g.heard = g.conn.wire.now()
	g.open = true
}

// Read gives gws the next bytes that are in order. Any error it returns has settled the connection's
// ending before, so what gws then writes and closes changes nothing.
func (g *guard) Read(p []byte) (int, error) {
	for len(g.rest) == 0 {
		if err := g.ready(); err != nil {
			return 0, err
		}
		g.fetch()
	}
	if g.conn.wire.closing.Load() {
		return 0, net.ErrClosed
	}
	n := copy(p, g.rest)
	if g.rest = g.rest[n:]; len(g.rest) == 0 {
		g.release()
	}
	return n, nil
}

// fetch waits for bytes, walks them and keeps those for gws, or looks at why none came.
func (g *guard) fetch() {
	chunk, n, err := g.source.read(&g.conn.door.chunks)
	if n == 0 {
		if err != nil {
			g.failed(err)
		}
		return
	}
	between := !g.walker.partial()
	g.chunk, g.rest = chunk, chunk.bytes[:g.take(chunk.bytes[:n])]
	if between {
		g.rest = g.deliver(g.rest)
	}
	if len(g.rest) == 0 {
		g.release()
	}
}

// release gives the chunk back, so that a connection that waits holds none.
func (g *guard) release() {
	g.conn.door.chunks.Put(g.chunk)
	g.chunk, g.rest = nil, nil
}

// ready raises a fault that waited for its turn, fails after the end, and arms the deadline.
func (g *guard) ready() error {
	switch {
	case g.fault != FaultNone:
		g.raise(g.fault)
		return net.ErrClosed
	case g.walker.closed || g.conn.wire.closing.Load():
		return net.ErrClosed
	}
	due := g.due()
	if due == never || g.armed != 0 && g.armed <= due {
		return nil // an early alarm is only looked at
	}
	g.armed = due
	return g.conn.wire.armRead(due)
}

// take walks what came and returns how much of it gws may see.
func (g *guard) take(p []byte) int {
	c := g.conn
	g.heard = c.wire.now()
	safe, fault := g.walker.walk(p, g.heard)
	g.fault = fault
	switch {
	case !g.walker.partial():
		g.begun = 0
	case g.begun == 0 || g.counts != g.walker.messages:
		g.begun, g.counts = g.heard, g.walker.messages
	}
	c.bytesIn.Store(c.bytesIn.Load() + int64(len(p)))
	c.framesIn.Store(g.walker.frames)
	return safe
}

// failed looks at an error of the socket: an alarm of ours, or the end.
func (g *guard) failed(err error) {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		g.armed = 0
		g.alarm(g.conn.wire.now())
		return
	}
	g.hungUp = true
	g.conn.wire.end(ending{code: CodeAbnormal, err: err})
}

// alarm does what is due at now; nothing is, when the deadline was an early one or the wire woke us.
func (g *guard) alarm(now int64) {
	config := &g.conn.door.config
	switch {
	case passed(now, g.heard, config.IdleTimeout):
		g.expire(protocol.CloseSilent, ErrSilent)
	case g.walker.messages == 0 && passed(now, 0, config.FirstMessageTimeout):
		g.expire(protocol.CloseNoHello, ErrNoMessage)
	case g.begun != 0 && passed(now, g.begun, config.MessageTimeout):
		g.raise(FaultSlowMessage)
	case passed(now, max(g.heard, g.asked), config.PingEvery):
		g.asked, g.pinged = now, now
		g.conn.wire.writeControl(pingFrame(now))
	}
}

// due is the next instant at which alarm has something to do.
func (g *guard) due() int64 {
	config := &g.conn.door.config
	due := min(after(g.heard, config.IdleTimeout), after(max(g.heard, g.asked), config.PingEvery))
	if g.walker.messages == 0 {
		due = min(due, after(0, config.FirstMessageTimeout))
	}
	if g.begun != 0 {
		due = min(due, after(g.begun, config.MessageTimeout))
	}
	return due
}

// after is the instant a span after from; a span of 0 never ends.
func after(from int64, span time.Duration) int64 {
	if span == 0 {
		return never
	}
	return from + int64(span)
}

func passed(now, from int64, span time.Duration) bool { return now >= after(from, span) }

func (g *guard) expire(code protocol.CloseCode, err error) {
	g.conn.wire.end(ending{code: code, err: err, frame: closeFrame(code, code.Closing().Sentence)})
}

// raise closes the connection for a broken rule.
func (g *guard) raise(fault Fault) {
	violation := &Violation{Fault: fault, Code: fault.Code()}
	frame := closeFrame(violation.Code, fault.Sentence())
	if g.conn.wire.end(ending{code: violation.Code, err: violation, frame: frame}) {
		g.conn.door.config.Meter.Faulted(fault)
	}
}

// Write takes the 101, and then one control frame of gws at a time. It never blocks after the 101.
func (g *guard) Write(p []byte) (int, error) {
	w := &g.conn.wire
	switch {
	case !g.open:
		return w.raw.Write(p)
	case p[0]&0x0f == opClose:
		w.end(ending{code: frameCode(p), frame: p, byGws: true})
	default:
		w.writeControl(p)
	}
	return len(p), nil
}

// Close closes a socket that did not become a connection. Later only Conn.finish closes, after the
// close frame is through.
func (g *guard) Close() error {
	if g.open {
		return nil
	}
	return g.conn.wire.raw.Close()
}

// LocalAddr is the socket's.
func (g *guard) LocalAddr() net.Addr { return g.conn.wire.raw.LocalAddr() }

// RemoteAddr is the socket's.
func (g *guard) RemoteAddr() net.Addr { return g.conn.wire.raw.RemoteAddr() }

// SetDeadline bounds the writing of the 101; later the deadlines are the guard's own.
func (g *guard) SetDeadline(t time.Time) error {
	if g.open {
		return nil
	}
	return g.conn.wire.raw.SetDeadline(t)
}

// SetReadDeadline does nothing: the deadlines are the guard's own.
func (*guard) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing: the wire does not wait.
func (*guard) SetWriteDeadline(time.Time) error { return nil }

// armRead sets the read deadline, unless the connection ends: then the reader must not sleep.
func (w *wire) armRead(due int64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closing.Load() {
		return net.ErrClosed
	}
	return w.raw.SetReadDeadline(w.epoch.Add(time.Duration(due)))
}

package conn

import (
	"fmt"
	"net"
	"net/netip"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/lxzan/gws"

	"github.com/orbrawl/orbrawl/protocol"
)

// Session is what package server keeps for a connection. All three are called on the connection's own
// goroutine, one at a time; while one of them runs nothing is read, so none may wait for long.
//
// A panic in any of them ends that connection with 1011 and no other.
type Session interface {
	// OnOpen is called once, before any message.
	OnOpen(c *Conn)
	// OnMessage is called for each whole message. The payload is valid until OnMessage returns.
	OnMessage(c *Conn, payload []byte)
	// OnClose is called exactly once, last, however the connection ended. The code is the one that was
	// sent, or received, or CodeNoStatus or CodeAbnormal. The error is nil after Conn.Close, else
	// *PeerClosed, *Violation, ErrSilent, ErrNoMessage, ErrStalled or an error of the socket.
	OnClose(c *Conn, code protocol.CloseCode, err error)
}

// Conn is one WebSocket connection. Every method may be called from any goroutine at any time, unless
// it says otherwise, and none of them blocks.
type Conn struct {
	wire   wire // first, so that what it says of cache lines holds
	door   *Door
	socket *gws.Conn
	addr   netip.Addr
	guard  guard

	// used by the connection's goroutine only
	session Session
	text    bool

	// written by the connection's goroutine
	framesIn atomic.Int64
	bytesIn  atomic.Int64
	rtt      atomic.Int64 // ns
}

func newConn(d *Door, raw net.Conn, addr netip.Addr) *Conn {
	c := &Conn{door: d, addr: addr}
	c.wire.init(raw, &d.config, &d.tails, time.Now())
	c.guard.conn = c
	c.guard.source = blockingSource{raw}
	if c.guard.ear.of(raw) {
		c.guard.source = &c.guard.ear
	}
	c.guard.walker = walker{
		limit:     uint64(d.config.MaxMessage),
		fragments: d.config.MaxFragments,
		text:      d.config.AllowText,
		pace:      newPace(d.config.FramesPerSecond, d.config.FrameBurst),
	}
	return c
}

// WriteFrame sends a sealed frame, all of it or nothing. It makes at most one system call and never
// waits: what the kernel does not take now follows by itself. The frame's memory may be used again at
// once. Errors: ErrBusy when an earlier frame is unfinished and Config.TailLimit leaves no room (skip
// the frame), ErrClosed, ErrFrameTooBig, ErrNotSealed.
func (c *Conn) WriteFrame(f Frame) error { return c.wire.writeFrame(f) }

// Ready reports whether all that was written is in the kernel's hands and more may be written.
func (c *Conn) Ready() bool { return c.wire.unsent.Load() <= 0 && !c.wire.closing.Load() }

// StalledFor is how long the socket has taken nothing while bytes wait; 0 when none wait.
func (c *Conn) StalledFor() time.Duration { return c.wire.stalledFor() }

// Unsent is how many bytes wait for the socket.
func (c *Conn) Unsent() int { return int(max(0, c.wire.unsent.Load())) }

// Close ends the connection: the close frame goes behind what is unsent, the session leaves, and the
// socket lingers for at most Config.Linger. The first reason for an end stands; later calls do
// nothing. A code that may not travel is sent as 1011; the sentence is cut to 123 bytes.
func (c *Conn) Close(code protocol.CloseCode, sentence string) {
	if !sendable(code) {
		code = protocol.CloseFault
	}
	c.wire.end(ending{code: code, frame: closeFrame(code, sentence)})
}

// Closing reports whether the connection ends or has ended.
func (c *Conn) Closing() bool { return c.wire.closing.Load() }

// Session is what welcome made. It belongs to the connection's goroutine: call it from there only.
func (c *Conn) Session() Session { return c.session }

// IsText reports whether the message at hand is text. Call it from OnMessage only.
func (c *Conn) IsText() bool { return c.text }

// RemoteAddr is the other end of the socket, which may be a proxy.
func (c *Conn) RemoteAddr() net.Addr { return c.wire.raw.RemoteAddr() }

// ClientAddr is the address the door counted the connection under; the zero Addr when it is unknown.
func (c *Conn) ClientAddr() netip.Addr { return c.addr }

// ConnectedAt is when the connection was made.
func (c *Conn) ConnectedAt() time.Time { return c.wire.epoch }

// RoundTrip is the time the last answered ping took; 0 before the first.
func (c *Conn) RoundTrip() time.Duration { return time.Duration(c.rtt.Load()) }

// Counts is what went over a connection so far.
type Counts struct {
	FramesIn  int64 // of any kind
	FramesOut int64 // of WriteFrame
	BytesIn   int64 // after the handshake, headers included
	BytesOut  int64 // taken by the kernel, headers and control frames included
}

// Counts may be read at any time; the four numbers are not of one instant.
func (c *Conn) Counts() Counts {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	return Counts{
		FramesIn:  c.framesIn.Load(),
		FramesOut: c.wire.framesOut,
		BytesIn:   c.bytesIn.Load(),
		BytesOut:  c.wire.bytesOut,
	}
}

// serve is the connection's goroutine. However reading ends, by an error, by a panic in gws or in the
// session, or by runtime.Goexit, the session leaves, the socket closes and the place is given back.
func (c *Conn) serve() {
	defer c.door.leave(c)
	defer c.finish()
	defer c.leave()
	defer c.catch("reading")
	c.socket.ReadLoop()
}

// leave tells the session, once.
func (c *Conn) leave() {
	defer c.catch("leaving")
	end := c.wire.reason()
	if c.session != nil {
		c.session.OnClose(c, end.code, end.err)
	}
}

// catch turns a panic into the end of this connection alone.
func (c *Conn) catch(doing string) {
	fault := recover()
	if fault == nil {
		return
	}
	err := fmt.Errorf("conn: panic while %s: %v", doing, fault)
	c.wire.end(ending{
		code:  protocol.CloseFault,
		err:   err,
		frame: closeFrame(protocol.CloseFault, protocol.CloseFault.Closing().Sentence),
	})
	c.door.config.Log.Error(err.Error(), "remote", c.addr.String(), "stack", string(debug.Stack()))
}

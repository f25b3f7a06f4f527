package conn

import (
	"net"
	"time"
)

// finish closes the socket so that the close frame arrives: it lets the remainder go out, says that
// nothing follows, and reads on until the peer hangs up, because a socket closed with unread bytes is
// reset and takes the close frame with it. All of it lasts at most Config.Linger. It runs on the
// connection's own goroutine, after the session has left.
func (c *Conn) finish() {
	raw := c.wire.raw
	if !c.wire.settleDown(time.Now().Add(c.door.config.Linger)) {
		abort(raw)
		return
	}
	if !c.guard.hungUp {
		discard(raw)
	}
	_ = raw.Close()
}

// settleDown waits for the flusher until the deadline and reports whether all was sent.
func (w *wire) settleDown(deadline time.Time) bool {
	w.mu.Lock()
	_ = w.raw.SetDeadline(deadline)
	if w.flushing {
		idle := make(chan struct{})
		w.idle = idle
		w.mu.Unlock()
		<-idle
		w.mu.Lock()
	}
	defer w.mu.Unlock()
	return w.broken == nil
}

// discard ends our half of the stream and reads until the peer ends its own or the deadline passes.
func discard(raw net.Conn) {
	half, ok := raw.(interface{ CloseWrite() error })
	if ok && half.CloseWrite() != nil {
		return
	}
	var noise [512]byte
	for {
		if _, err := raw.Read(noise[:]); err != nil {
			return
		}
	}
}

// abort closes at once and lets the kernel forget what it still holds for the peer, which would
// otherwise stay in its memory for minutes.
func abort(raw net.Conn) {
	socket := underlying(raw)
	if tcp, ok := socket.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	if socket != raw {
		_ = socket.Close() // TLS would wait for its goodbye
	}
	_ = raw.Close()
}

// underlying is the socket below TLS.
func underlying(raw net.Conn) net.Conn {
	if wrapped, ok := raw.(interface{ NetConn() net.Conn }); ok {
		return wrapped.NetConn()
	}
	return raw
}

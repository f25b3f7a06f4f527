package conn

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// Codes that a connection ends with and that never travel (RFC 6455 section 7.4.1).
const (
	CodeNoStatus protocol.CloseCode = 1005 // the peer's close frame named no code
	CodeAbnormal protocol.CloseCode = 1006 // no close frame: the line broke or the peer vanished
)

// PeerClosed is the error of a connection that its peer closed in good order.
type PeerClosed struct {
	Code   protocol.CloseCode // CodeNoStatus when the peer named none
	Reason string             // UTF-8, at most 123 bytes, written by the peer: do not trust it
}

// Error names the peer's code and reason.
func (p *PeerClosed) Error() string {
	return fmt.Sprintf("conn: the peer closed with %d %q", p.Code, p.Reason)
}

// ending is why a connection ends. The first reason stands.
type ending struct {
	code  protocol.CloseCode
	err   error
	frame []byte // the close frame; nil sends none, or has sent it
	byGws bool   // gws wrote the close frame and tells more later
}

// wakeNow is a read deadline that has passed since long.
func wakeNow() time.Time { return time.Unix(1, 0) }

// settle fixes the reason, sends the close frame behind whatever is unsent, and wakes the reader. It
// reports whether this was the first reason. Called under mu.
func (w *wire) settle(e ending) bool {
	if w.closing.Load() {
		return false
	}
	w.ending = e
	w.closing.Store(true)
	if e.frame != nil {
		_ = w.put(e.frame) // a socket that breaks now changes nothing about the reason
		w.ending.frame = nil
	}
	_ = w.raw.SetReadDeadline(wakeNow())
	return true
}

// end is settle for callers without the lock.
func (w *wire) end(e ending) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.settle(e)
}

// refine puts what gws knows about an ending that gws began in place of what the close frame told.
func (w *wire) refine(code protocol.CloseCode, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ending.code, w.ending.err = code, err
}

// reason is why the connection ended; a connection that just stopped ended abnormally.
func (w *wire) reason() ending {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle(ending{code: CodeAbnormal})
	return w.ending
}

// frameCode reads the code of a close frame that gws made: unmasked, at most 125 bytes.
func frameCode(frame []byte) protocol.CloseCode {
	if len(frame) < 4 {
		return CodeNoStatus
	}
	return protocol.CloseCode(binary.BigEndian.Uint16(frame[2:]))
}

package conn

import (
	"errors"
	"os"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// ErrStalled is why a connection ended whose peer read nothing for Config.StallTimeout.
var ErrStalled = errors.New("conn: write: the peer stopped reading")

// keptRemainder is the largest buffer that goes back to the pool, in bytes.
const keptRemainder = 64 << 10

// remainder is what the kernel did not take yet.
type remainder struct {
	bytes []byte
	sent  int // of bytes
}

func (r *remainder) rest() []byte { return r.bytes[r.sent:] }

// keep appends p to the remainder. Called under mu.
func (w *wire) keep(p []byte) {
	if w.tail == nil {
		w.tail = w.pool.Get().(*remainder)
	}
	w.tail.bytes = append(w.tail.bytes, p...)
	w.unsent.Add(int64(len(p)))
}

func (w *wire) release(r *remainder) {
	if r == nil || cap(r.bytes) > keptRemainder {
		return
	}
	r.bytes, r.sent = r.bytes[:0], 0
	w.pool.Put(r)
}

// flushTail runs in its own goroutine while there is a remainder.
func (w *wire) flushTail() {
	for w.flushOnce() {
	}
}

// flushOnce waits for the socket until the remainder is gone. It reports whether there is more: a frame
// may come between the end of the wait and the lock.
func (w *wire) flushOnce() bool {
	w.mu.Lock()
	w.armStall()
	w.mu.Unlock()
	err := w.sink.drain(w)

	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.flushFailed(err)
	}
	if w.broken == nil && w.tail != nil {
		return true
	}
	if !w.closing.Load() {
		_ = w.raw.SetWriteDeadline(time.Time{})
	}
	w.flushing = false
	if w.idle != nil {
		close(w.idle)
		w.idle = nil
	}
	return false
}

// flushFailed tells a peer that does not read from a socket that broke. Called under mu.
func (w *wire) flushFailed(err error) {
	if errors.Is(err, os.ErrDeadlineExceeded) && !w.closing.Load() {
		w.breakOff(protocol.CloseStalled, ErrStalled)
		return
	}
	w.breakOff(CodeAbnormal, err)
}

// push offers the remainder until the socket is full. It reports whether waiting is over, because all
// was sent or because the socket broke.
func (w *wire) push() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.tail != nil {
		n, err := w.sink.attempt(w.tail.rest())
		if err != nil {
			w.breakOff(CodeAbnormal, err)
			return true
		}
		if n == 0 {
			return false
		}
		w.tail.sent += n
		w.advanced(n)
		if len(w.tail.rest()) == 0 {
			w.release(w.tail)
			w.tail = nil
		}
	}
	return true
}

// advanced notes that the socket took n bytes of the remainder. Called under mu.
func (w *wire) advanced(n int) {
	w.unsent.Add(-int64(n))
	w.progress.Store(w.now())
	w.bytesOut += int64(n)
	w.armStall()
}

// armStall gives the peer another StallTimeout to read something. While closing, the linger's own
// deadline stands. Called under mu.
func (w *wire) armStall() {
	if timeout := w.config.StallTimeout; timeout > 0 && !w.closing.Load() {
		_ = w.raw.SetWriteDeadline(time.Now().Add(timeout))
	}
}

package conn

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// controlReserve is how far pongs and pings may go beyond the limit of the remainder.
const controlReserve = 2 * maxControlSize

// Errors of [Conn.WriteFrame].
var (
	// ErrBusy means that the frame was not taken: an earlier one is unfinished and the remainder is full.
	ErrBusy = errors.New("conn: write: an earlier frame is unfinished and the remainder is full; skip this frame")
	// ErrClosed means that the connection is closed or closing.
	ErrClosed = errors.New("conn: write: the connection is closed")
	// ErrFrameTooBig means that the frame is over Config.MaxFrame.
	ErrFrameTooBig = errors.New("conn: write: the frame is over the configured MaxFrame")
	// ErrNotSealed means that the frame is empty, as Seal makes it of a buffer without head room.
	ErrNotSealed = errors.New("conn: write: the frame is empty; leave HeadRoom bytes in front of the payload and Seal it")
)

// wire writes to a socket without ever waiting for it. A frame is offered to the kernel once; what is
// not taken goes to the remainder, and a goroutine that lives as long as the remainder does flushes it
// when the socket can write again. So a tail finishes although nobody writes again, and a connection
// that keeps up has neither a goroutine nor a buffer.
type wire struct {
	// What every frame touches. It comes first and fits a cache line of 64 bytes, of which the heap takes
	// 8: with a thousand connections a tick, each line more is a thousand waits for memory.
	mu        sync.Mutex
	closing   atomic.Bool // written under mu, read by anybody
	flushing  bool        // flushTail runs
	gaveUp    bool        // broken is set
	direct    bool        // sink is socket
	socket    descriptor
	maxFrame  int32
	unsent    atomic.Int64 // bytes in tail and taken; written under mu, read by anybody
	framesOut int64        // guarded by mu
	bytesOut  int64        // guarded by mu

	// settings
	raw    net.Conn
	sink   sink
	config *Config
	pool   *sync.Pool // of *remainder
	epoch  time.Time  // zero of the clock that progress is kept on

	// guarded by mu
	idle     chan struct{} // closed when flushing ends; nil when nobody waits for it
	tail     *remainder    // nil when all was sent
	taken    *remainder    // handed to a blocking write by the portable sink
	broken   error         // the socket does not write any more
	ending   ending
	progress atomic.Int64 // ns since epoch at which the kernel last took a byte of the remainder; read by anybody
}

// sink is a socket seen from the wire.
type sink interface {
	// attempt offers p once and never waits; n < len(p) without an error means that the socket is full.
	// Called under wire.mu.
	attempt(p []byte) (n int, err error)
	// drain returns when the remainder is gone or cannot go. It waits; called without wire.mu.
	drain(w *wire) error
}

func (w *wire) init(raw net.Conn, config *Config, pool *sync.Pool, epoch time.Time) {
	w.raw, w.config, w.pool, w.epoch = raw, config, pool, epoch
	w.maxFrame = int32(config.MaxFrame) // Config.Check keeps it below 1 GiB
	w.sink = blockingSink{}
	if w.socket.of(raw) {
		w.sink, w.direct = &w.socket, true
	}
}

// writeFrame takes the whole frame or none of it.
func (w *wire) writeFrame(f Frame) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case len(f) == 0:
		return ErrNotSealed
	case len(f) > int(w.maxFrame):
		return ErrFrameTooBig
	case w.closing.Load():
		return ErrClosed
	case w.flushing && int(w.unsent.Load())+len(f) > w.config.TailLimit:
		return ErrBusy
	}
	if err := w.put(f); err != nil {
		return err
	}
	w.framesOut++
	return nil
}

// writeControl takes a ping or pong, or drops it when the peer does not read: RFC 6455 section 5.5.3
// lets a peer answer the newest ping only, and one who floods pings without reading earns no memory.
func (w *wire) writeControl(f []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closing.Load() || w.flushing && int(w.unsent.Load())+len(f) > w.config.TailLimit+controlReserve {
		return
	}
	_ = w.put(f) // a broken socket also wakes the reader, which ends the connection
}

// put sends f behind whatever is unsent. Called under mu.
func (w *wire) put(f []byte) error {
	if w.gaveUp {
		return ErrClosed
	}
	if w.flushing {
		w.keep(f)
		return nil
	}
	n, err := w.attempt(f)
	w.bytesOut += int64(n)
	if err != nil {
		w.breakOff(CodeAbnormal, err)
		return ErrClosed
	}
	if n < len(f) {
		w.progress.Store(w.now())
		w.keep(f[n:])
		w.flushing = true
		go w.flushTail()
	}
	return nil
}

// attempt is the sink's, without a look at the sink where it is the socket. Called under mu.
func (w *wire) attempt(f []byte) (int, error) {
	if w.direct {
		return w.socket.attempt(f)
	}
	return w.sink.attempt(f)
}

// breakOff gives the socket up: nothing is sent any more, and the reader wakes to end the connection.
// Called under mu.
func (w *wire) breakOff(code protocol.CloseCode, err error) {
	if w.broken != nil {
		return
	}
	w.broken, w.gaveUp = err, true
	w.release(w.tail)
	w.tail = nil
	w.unsent.Store(0)
	w.settle(ending{code: code, err: err})
}

// stalledFor is how long the kernel has taken nothing while bytes wait.
func (w *wire) stalledFor() time.Duration {
	if w.unsent.Load() <= 0 {
		return 0
	}
	return max(1, time.Duration(w.now()-w.progress.Load()))
}

// now is the wire's clock: monotonic nanoseconds since epoch, never 0, which stands for no instant.
func (w *wire) now() int64 { return max(1, int64(time.Since(w.epoch))) }

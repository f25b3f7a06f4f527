package swarm

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// seat is one place of the swarm. A pilot sits in it; when one leaves for good under churn, a new one takes over. All
// of it but the hand belongs to the goroutine of run.
type seat struct {
	course  *course
	no      int
	cause   cause // why its first pilot joins
	full    bool  // its pilots decode and verify everything
	tally   tally // of all pilots that sat here
	hand    hand
	settled chan<- struct{} // told once how joining went, then nil
	done    chan struct{}   // closed when the last pilot is gone
	held    bool            // in order at the end
	drop    string          // why not
}

// hand is how the rest of the swarm reaches into a seat.
type hand struct {
	mu    sync.Mutex
	conn  net.Conn  // nil between lines
	cutAt time.Time // when the line was cut; zero when it was not
	parts bool      // the pilot is closing the line

	dismissed atomic.Bool  // shall leave at the next frame
	in        atomic.Bool  // has a line and has had a ship
	gap       atomic.Int64 // ns, longest between two frames since it was last asked
}

// hold shows a new line; nil is none.
func (h *hand) hold(conn net.Conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.conn, h.cutAt, h.parts = conn, time.Time{}, false
}

// part announces that the pilot closes the line; it is false when somebody has cut it.
func (h *hand) part() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.parts = h.cutAt.IsZero()
	return h.parts
}

// cut closes the line of a pilot in the game as if the network had failed.
func (h *hand) cut() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.conn == nil || h.parts || !h.in.Load() {
		return false
	}
	h.cutAt = time.Now()
	_ = h.conn.Close() // its pilot hears of it
	return true
}

// drop closes the line, whatever the pilot does.
func (h *hand) drop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.conn != nil {
		_ = h.conn.Close()
	}
}

// wake closes the line of a pilot that has not yet begun to close it: it hears too little to do so.
func (h *hand) wake() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.conn != nil && !h.parts {
		_ = h.conn.Close()
	}
}

// lostAt is when the line was cut, or zero.
func (h *hand) lostAt() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.cutAt
}

// heard notes a frame.
func (h *hand) heard(gap time.Duration) {
	if int64(gap) > h.gap.Load() {
		h.gap.Store(int64(gap))
	}
}

func newSeat(c *course, no int, why cause, settled chan<- struct{}) *seat {
	return &seat{course: c, no: no, cause: why, full: c.conf.isFull(no), tally: newTally(), settled: settled, done: make(chan struct{})}
}

// run lets pilots live in the seat until the last of them is gone. ctx cuts the line.
func (s *seat) run(ctx context.Context) {
	defer close(s.done)
	defer s.settle()
	for life, why := 0, s.cause; ; life, why = life+1, causeChurn {
		p := newPilot(s, life, why)
		p.live(ctx)
		if p.fate != fateReplaced || ctx.Err() != nil || s.course.ending.Load() {
			s.held, s.drop = p.verdict()
			return
		}
	}
}

// settle tells the launch, once, that the first pilot has joined or never will.
func (s *seat) settle() {
	if s.settled != nil {
		s.settled <- struct{}{}
		s.settled = nil
	}
}

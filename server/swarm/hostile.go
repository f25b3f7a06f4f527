package swarm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"syscall"
	"time"
)

// How hostile clients go about it.
const (
	foePauseLeast = 50 * time.Millisecond // between two lines
	foePauseMost  = 250 * time.Millisecond
	foeWaits      = 30 * time.Second // for the server to end a line; then the client does
)

// misdeed is a way to misbehave.
type misdeed struct {
	name string
	does func(f *foe, conn net.Conn) error // until the line is over; the error says how it ended
}

// misdeeds is all ways there are; hostile clients take turns in them.
func misdeeds() []misdeed {
	return []misdeed{
		{"mute", (*foe).mute},       // asks for a ship, and never reads again
		{"flood", (*foe).flood},     // sends 1000 good inputs a second
		{"churn", (*foe).churn},     // says hello and is gone, ten times a second
		{"garbage", (*foe).garbage}, // sends what cannot be
		{"slow", (*foe).slow},       // reads some hundred bytes a second
		{"loiter", (*foe).loiter},   // opens a connection and says nothing
	}
}

// foe is one hostile client. All of it belongs to its goroutine.
type foe struct {
	course *course
	no     int
	deed   misdeed
	record *record
	chance *rand.Rand
	lines  int // that it opened
}

func newFoe(c *course, no int) *foe {
	all := misdeeds()
	i := no % len(all)
	return &foe{
		course: c, no: no, deed: all[i], record: &c.records[i],
		chance: rand.New(rand.NewPCG(c.conf.Seed, 1<<63|uint64(no))),
	}
}

// run misbehaves on line after line until ctx is done.
func (f *foe) run(ctx context.Context) {
	f.record.note(func(r *record) { r.clients++ })
	for {
		end := f.once(ctx)
		if ctx.Err() != nil {
			end = errStill
		}
		f.record.note(func(r *record) { r.ends[endText(end)]++ })
		pause := foePauseLeast + time.Duration(f.chance.Float64()*float64(foePauseMost-foePauseLeast))
		if !wait(ctx, pause) {
			return
		}
	}
}

// once is one line.
func (f *foe) once(ctx context.Context) error {
	conn, err := f.course.call(ctx)
	if err != nil {
		return fmt.Errorf("dial: %s", reason(err))
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer time.AfterFunc(foeWaits, func() { _ = conn.Close() }).Stop()
	f.lines++
	f.record.note(func(r *record) { r.lines++ })
	return f.deed.does(f, conn)
}

// sent counts what was sent.
func (f *foe) sent(n int) { f.record.note(func(r *record) { r.sent += n }) }

// How lines end that the server did not end.
var (
	errOurs  = errors.New("the client left")
	errStill = errors.New("still there at the end")
)

// endText says how a line ended, in few words, so that many alike count as one.
func endText(err error) string {
	closed := (*closedError)(nil)
	switch {
	case errors.As(err, &closed):
		return closed.Error()
	case errors.Is(err, net.ErrClosed):
		return "not ended within " + foeWaits.String()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "closed without a word"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "reset"
	}
	return reason(err)
}

// record is what became of the clients that misbehave in one way. It is for many goroutines.
type record struct {
	mu      sync.Mutex
	clients int
	lines   int
	sent    int // messages, or frames of garbage
	ends    map[string]int
}

func newRecords() []record {
	r := make([]record, len(misdeeds()))
	for i := range r {
		r[i].ends = map[string]int{}
	}
	return r
}

func (r *record) note(what func(*record)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	what(r)
}

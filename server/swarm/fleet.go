package swarm

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// fleet is all that a run has in the air. Its methods belong to one goroutine at a time, but for all.
type fleet struct {
	course *course
	some   context.Context // ends when nobody flies any more
	none   context.CancelFunc
	lines  context.Context // ends when every line is to be cut
	cut    context.CancelFunc
	feud   context.Context // ends when the hostile are to go
	peace  context.CancelFunc

	foes     sync.WaitGroup
	flying   sync.WaitGroup
	launched atomic.Int32 // seats that were begun
	landed   atomic.Int32 // of these, have ended
	settled  atomic.Bool  // the launch is over
	mu       sync.Mutex
	seats    []*seat // but for those who were let go
	begun    int     // seats in all
	gone     tally   // of the seats that were let go
	hostile  int     // clients that were let loose
}

func newFleet(ctx context.Context, c *course) *fleet {
	f := &fleet{course: c, gone: newTally()}
	f.some, f.none = context.WithCancel(ctx)
	f.lines, f.cut = context.WithCancel(context.Background())
	f.feud, f.peace = context.WithCancel(context.Background())
	return f
}

// launch starts n seats at that many joins a second, 0 for all at once, and waits until each has joined or will not,
// or ctx is done.
func (f *fleet) launch(ctx context.Context, n int, rate float64, why cause) {
	settled := make(chan struct{}, n)
	begun := f.begin(ctx, n, rate, why, settled)
	late := time.NewTimer(f.course.conf.JoinWait)
	defer late.Stop()
	for range begun {
		select {
		case <-settled:
			continue
		case <-late.C:
		case <-ctx.Done():
		}
		break
	}
	f.settled.Store(true)
	f.check()
}

// begin starts seats, and returns how many there were time for; some of the first are given to hostile clients.
func (f *fleet) begin(ctx context.Context, n int, rate float64, why cause, settled chan<- struct{}) (begun int) {
	start := time.Now()
	for i := range n {
		if rate > 0 {
			due := start.Add(time.Duration(float64(i) / rate * float64(time.Second)))
			if !wait(ctx, time.Until(due)) {
				break
			}
		}
		if why == causeFirst && spreads(i, f.course.conf.hostile(), f.course.conf.Pilots) {
			f.provoke()
			continue
		}
		f.start(why, settled)
		begun++
	}
	return begun
}

// start lets one more seat fly.
func (f *fleet) start(why cause, settled chan<- struct{}) {
	f.mu.Lock()
	s := newSeat(f.course, f.begun, why, settled)
	f.begun++
	f.seats = append(f.seats, s)
	f.mu.Unlock()
	f.launched.Add(1)
	f.flying.Go(func() {
		s.run(f.lines)
		f.landed.Add(1)
		f.check()
	})
}

// provoke lets one more hostile client loose.
func (f *fleet) provoke() {
	foe := newFoe(f.course, f.hostile)
	f.hostile++
	f.foes.Go(func() { foe.run(f.feud) })
}

// check ends the measurement when nobody is left.
func (f *fleet) check() {
	if f.settled.Load() && f.landed.Load() == f.launched.Load() {
		f.none()
	}
}

// all is the seats there are.
func (f *fleet) all() []*seat {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seats
}

// sizeReached is the share of its final radius at which the sector counts as grown: some pilots are always dead, and
// do not count.
const sizeReached = 0.9

// settle waits until the sector has the size that its pilots make it grow to, and as long again as asked for, and
// returns how long: before, all are crowded. A sector of which nothing is told is not waited for.
func (f *fleet) settle(ctx context.Context) time.Duration {
	start := time.Now()
	for time.Since(start) < f.course.conf.Settle {
		if f.course.growth(f.aboard()) <= 0 || !wait(ctx, lookEvery) {
			break
		}
	}
	wait(ctx, f.course.conf.Warm)
	return time.Since(start)
}

// growth is how long the sector will take to grow for that many pilots, 0 or less when it is large enough or nothing
// is known of it.
func (c *course) growth(pilots int) time.Duration {
	s, radius := &c.cat.Sector, float64(c.radius.Load())
	if radius == 0 || s.Growth <= 0 {
		return 0
	}
	want := math.Sqrt(s.AreaPerPilot * float64(pilots) / math.Pi)
	want = sizeReached * min(max(want, s.RadiusMin), s.RadiusMax)
	return time.Duration((want - radius) / s.Growth * float64(time.Second))
}

// bury lets go of the seats whose pilots were lost.
func (f *fleet) bury() {
	f.mu.Lock()
	defer f.mu.Unlock()
	var left []*seat
	for _, s := range f.seats {
		select {
		case <-s.done:
			f.gone.join(&s.tally)
		default:
			left = append(left, s)
		}
	}
	f.seats = left
}

// shrink lets all leave but the first n, and waits until they are gone.
func (f *fleet) shrink(n int) {
	leaving := f.all()[n:]
	for _, s := range leaving {
		s.hand.dismissed.Store(true)
	}
	late := time.AfterFunc(2*f.course.patience(), func() {
		for _, s := range leaving {
			s.hand.drop()
		}
	})
	defer late.Stop()
	for _, s := range leaving {
		<-s.done
		f.gone.join(&s.tally)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seats = f.seats[:n:n]
}

// aboard counts the pilots in the game.
func (f *fleet) aboard() (n int) {
	for _, s := range f.all() {
		if s.hand.in.Load() {
			n++
		}
	}
	return n
}

// longest is the longest wait for a frame of any pilot since it was last asked.
func (f *fleet) longest() (gap time.Duration) {
	for _, s := range f.all() {
		gap = max(gap, time.Duration(s.hand.gap.Swap(0)))
	}
	return gap
}

// land lets all leave, and cuts those who do not.
func (f *fleet) land() {
	f.course.ending.Store(true)
	f.peace()
	silent := time.AfterFunc(endPatience, func() {
		for _, s := range f.all() {
			s.hand.wake()
		}
	})
	late := time.AfterFunc(endPatience+f.course.patience(), f.cut)
	f.flying.Wait()
	f.foes.Wait()
	silent.Stop()
	late.Stop()
	f.cut()
	f.none()
}

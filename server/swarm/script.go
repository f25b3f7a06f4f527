package swarm

import (
	"context"
	"sync"
	"time"
)

// lookEvery is how often a run looks whether all are back.
const lookEvery = 20 * time.Millisecond

// incident is something that a run does to the server while it measures, and what came of it.
type incident struct {
	count         int           // pilots in it
	took          time.Duration // until the last was in its ship
	whole         bool          // all were
	before, after *reading
}

// play lets the measurement last, with the incidents that were asked for.
func (c *course) play(f *fleet, w *watch) {
	ctx, done := context.WithTimeout(f.some, c.conf.For)
	defer done()
	var acts sync.WaitGroup
	if c.conf.CutAt > 0 {
		acts.Go(func() { c.cutAll(ctx, f, w) })
	}
	if c.conf.Burst > 0 {
		acts.Go(func() { c.burst(ctx, f, w) })
	}
	<-ctx.Done()
	acts.Wait()
}

// cutAll cuts every line at once, and waits until all are back.
func (c *course) cutAll(ctx context.Context, f *fleet, w *watch) {
	if !wait(ctx, c.conf.CutAt) {
		return
	}
	i := &c.storm
	i.before = reread(w.metrics)
	start := time.Now()
	for _, s := range f.all() {
		if s.hand.cut() {
			i.count++
		}
	}
	for c.returns.back() < i.count && wait(ctx, lookEvery) {
	}
	i.took, i.whole = time.Since(start), c.returns.back() >= i.count
	i.after = reread(w.metrics)
}

// burst lets many join at once.
func (c *course) burst(ctx context.Context, f *fleet, w *watch) {
	if !wait(ctx, c.conf.BurstAt) {
		return
	}
	i := &c.rush
	i.before = reread(w.metrics)
	start := time.Now()
	i.count = c.conf.Burst
	f.launch(ctx, c.conf.Burst, 0, causeBurst)
	a := &c.arrivals[causeBurst]
	a.mu.Lock()
	i.whole, i.took = len(a.ms) >= i.count, a.last.Sub(start)
	a.mu.Unlock()
	i.after = reread(w.metrics)
}

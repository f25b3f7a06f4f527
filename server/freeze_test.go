package server

import (
	"bytes"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"runtime"
	"testing"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// trickle is a socket that gives away only so many bytes until it is granted more; the rest stays with the
// kernel, as behind a slow line.
type trickle struct {
	net.Conn
	left int
}

func (s *trickle) Read(b []byte) (int, error) {
	if s.left <= 0 {
		return 0, io.ErrNoProgress
	}
	n, err := s.Conn.Read(b[:min(len(b), s.left)])
	s.left -= n
	return n, err
}

// slow is a pilot behind a trickle.
type slow struct {
	*pilot
	tap   *trickle
	frame bytes.Buffer // the bytes of an unfinished frame
	taken int64        // bytes taken off the line
}

// slowDown puts a pilot behind a trickle. All that was sent so far must have been read.
func slowDown(p *pilot, r *rig) *slow {
	p.read(r)
	return &slow{pilot: p, tap: &trickle{Conn: p.raw}, taken: p.serverSide(r).wire().Counts().BytesOut}
}

// drip takes up to n bytes off the line and what whole frames they make into the mirror.
func (s *slow) drip(r *rig, n int) {
	s.t.Helper()
	waiting := s.serverSide(r).wire().Counts().BytesOut - s.taken
	s.tap.left = int(min(int64(n), waiting))
	s.taken += int64(s.tap.left)
	if _, err := io.CopyN(&s.frame, s.tap, int64(s.tap.left)); err != nil {
		s.t.Fatal(err)
	}
	for {
		payload, size := wholeFrame(s.frame.Bytes())
		if size == 0 {
			return
		}
		if s.frame.Bytes()[0] == 0x82 {
			s.frames++
			s.take(payload)
		}
		s.frame.Next(size)
	}
}

// heartbeat is the pilot's, without reading off the line for it.
func (s *slow) heartbeat(r *rig) {
	s.t.Helper()
	if s.known.Tick-s.spoke < quietTicks {
		return
	}
	s.input(s.known.Tick+2, s.held)
	box := &s.serverSide(r).inbox
	until(s.t, "the heartbeat reaches the inbox", func() bool {
		box.mu.Lock()
		defer box.mu.Unlock()
		return box.count > 0
	})
}

// wholeFrame is the first frame in b and its size with the header, 0 when it is not whole yet.
func wholeFrame(b []byte) (payload []byte, size int) {
	if len(b) < 2 {
		return nil, 0
	}
	head, n := 2, int(b[1])
	if n == 126 && len(b) >= 4 {
		head, n = 4, int(b[2])<<8|int(b[3])
	} else if n >= 126 {
		return nil, 0
	}
	if len(b) < head+n {
		return nil, 0
	}
	return b[head : head+n], head + n
}

// believed is what everybody who sees the window holds now.
func (r *rig) believed(w protocol.Window) held { return believedIn(r.loop, w) }

// knows is what the pilot holds.
func (p *pilot) knows() held { return knownTo(p.known) }

// compare wants both to hold the same.
func (p *pilot) compare(want held) {
	p.t.Helper()
	have := p.knows()
	if maps.Equal(have, want) {
		return
	}
	for slot, th := range want {
		if have[slot] != th {
			p.t.Errorf("session %d, tick %d: slot %d is known as %+v, believed %+v", p.welcome.Session, p.known.Tick, slot, have[slot], th)
		}
	}
	for slot, th := range have {
		if _, ok := want[slot]; !ok {
			p.t.Errorf("session %d, tick %d: slot %d is known as %+v, believed by nobody", p.welcome.Session, p.known.Tick, slot, th)
		}
	}
	p.t.FailNow()
}

// same compares what a pilot knows with the present, unless it was last told of an earlier tick; it reports
// whether it did.
func (r *rig) same(p *pilot) bool {
	p.t.Helper()
	if p.known.Tick != uint32(r.now()) {
		return false
	}
	p.compare(r.believed(p.known.Window))
	return true
}

// crowd is pilots in one place who fly about and fight.
type crowd struct {
	all    []*pilot
	chance *rand.Rand
}

func newCrowd(r *rig, n int, seed uint64) *crowd {
	c := &crowd{chance: rand.New(rand.NewPCG(seed, 3))}
	for range n {
		p := r.arrive(hello(nil))
		p.send(&protocol.Play{Name: "Crowd"})
		p.settle()
		c.all = append(c.all, p)
	}
	r.tick(n/greetMost + 1) // so many are let in at one tick
	for _, p := range c.all {
		p.read(r)
	}
	return c
}

// act lets some of them change their controls, and all of those who died come back.
func (c *crowd) act(r *rig, p *pilot) {
	switch {
	case p.known.Phase.Phase != protocol.PhaseFlying:
		if c.chance.IntN(10) == 0 {
			p.send(&protocol.Play{Name: "Crowd"})
		}
	case c.chance.IntN(8) == 0:
		p.input(p.known.Tick+2, protocol.Input{
			Power: 15, Move: uint8(c.chance.IntN(256)), Aim: uint16(c.chance.IntN(1024)), Buttons: uint8(c.chance.IntN(8)),
		})
	}
	p.heartbeat()
}

// tick makes one, and wants everybody to be told of it, or with the next, if something in sight changed.
func (c *crowd) tick(t *testing.T, r *rig) {
	t.Helper()
	r.tick(1)
	for _, p := range c.all {
		p.read(r)
		if fed := r.client(p).viewer.Fed; fed+1 < r.now() || uint32(r.now())-p.known.Tick >= quietTicks {
			t.Fatalf("tick %d: session %d was fed at tick %d and heard of tick %d", r.now(), p.welcome.Session, fed, p.known.Tick)
		}
		c.act(r, p)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestFreeze lets one client stop reading and one read at half the bandwidth it needs, while 50 others play.
// The others notice nothing, nothing piles up, the slow one sees a fresh world, and the stalled one comes back
// whole.
func TestFreeze(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := newRig(t, plain(), loadCatalog(t))
	c := newCrowd(r, 50, seed)
	twin, half, stalled := r.join(), r.join(), r.join() // spectators: they look at where the fight is
	for range 3 * flight.Rate {
		c.tick(t, r)
		for _, p := range []*pilot{twin, half, stalled} {
			p.read(r)
			p.heartbeat()
		}
	}
	f := freeze{rig: r, crowd: c, twin: twin, half: slowDown(half, r), stalled: slowDown(stalled, r), past: map[uint32]held{}}
	start := heap()
	f.run(t, 14*flight.Rate)
	grown := int64(heap()) - int64(start)
	p50 := percentile(f.ages, 0.5)
	t.Logf("age p50 %d p99 %d; %d compared; heap grew %d B; at most %d B unsent; pace step %d",
		p50, percentile(f.ages, 0.99), f.compared, grown, f.unsent, r.client(half).pace.step)
	if p50 > 85 { // mostly it is 25, in a great fight up to 70, and 110 when the slow one is not waited for
		t.Errorf("at half the bandwidth the world is %d ticks old at p50", p50)
	}
	if f.compared < 20 {
		t.Errorf("the slow one was compared %d times only", f.compared)
	}
	if grown > 8<<20 || f.unsent > 64<<10 {
		t.Errorf("the heap grew by %d B, %d B waited for a socket", grown, f.unsent)
	}
	r.thaw(t, c, f.half, f.stalled)
}

// freeze is a run in which one client takes half of what its twin takes, and one takes nothing.
type freeze struct {
	*rig
	crowd         *crowd
	twin          *pilot
	half, stalled *slow
	past          map[uint32]held // what the slow one must know when it has caught up with a frame
	ages          []int
	compared      int
	unsent        int
}

func (f *freeze) run(t *testing.T, ticks int) {
	t.Helper()
	began, client := f.twin.payload, f.client(f.half.pilot)
	for i := range ticks {
		f.crowd.tick(t, f.rig)
		f.twin.read(f.rig)
		f.twin.heartbeat()
		if client.sentAt == f.now() {
			f.past[uint32(f.now())] = f.believed(client.viewer.Window)
		}
		f.half.drip(f.rig, (f.twin.payload-began)/(i+1)/2)
		f.half.heartbeat(f.rig)
		if want, ok := f.past[f.half.known.Tick]; ok {
			f.half.compare(want)
			delete(f.past, f.half.known.Tick)
			f.compared++
		}
		f.ages = append(f.ages, int(uint32(f.now())-f.half.known.Tick))
		f.unsent = max(f.unsent, f.half.line.wire().Unsent(), f.stalled.line.wire().Unsent())
	}
}

// thaw lets both read again: each knows all after a moment.
func (r *rig) thaw(t *testing.T, c *crowd, all ...*slow) {
	t.Helper()
	compared := map[*slow]bool{}
	for i := 0; i < 5*flight.Rate && len(compared) < len(all); i++ {
		c.tick(t, r)
		for _, s := range all {
			s.drip(r, 1<<20)
			s.heartbeat(r)
			if r.same(s.pilot) {
				compared[s] = true
			}
		}
	}
	if len(compared) < len(all) {
		t.Errorf("only %d of %d recovered", len(compared), len(all))
	}
}

// TestStalledForGood closes a client that makes no progress for 15 s with 4000, once; it may come back.
func TestStalledForGood(t *testing.T) {
	r := newRig(t, plain(), loadCatalog(t))
	w := newWitness(r)
	p := r.fly("Ada")
	line := p.serverSide(r)
	ticks := 0
	for ; !line.conn.Closing() && ticks < 20*flight.Rate; ticks++ {
		w.watch(1)
	}
	if ticks < stuckTicks || ticks > stuckTicks+2*flight.Rate {
		t.Fatalf("closed after %d ticks", ticks)
	}
	w.watch(3)
	p.expectClose(protocol.CloseStalled)
	if p.known.Bye.Code != uint16(protocol.CloseStalled) {
		t.Errorf("bye %+v", p.known.Bye)
	}
	until(t, "the session leaves", func() bool { r.tick(1); return r.client(p).session == nil })
	r.wantCount(1, "dropped_total", "stalled")
	r.wantCount(1, "closes_total", "stalled")
	again := r.joinBy(p.welcome.Resume)
	if !again.welcome.Resumed || again.known.Phase.Phase != protocol.PhaseFlying {
		t.Fatalf("welcome %+v, phase %+v", again.welcome, again.known.Phase)
	}
}

package server

import (
	"slices"
	"testing"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
)

// track is a line and its client, in ticks: frames wait in order for a line of some bandwidth, take a way, and
// are acknowledged by a client that speaks no more than it must.
type track struct {
	pace     pace
	way      game.Tick // one way
	perTick  int       // bytes the line carries
	size     int       // bytes of a frame
	busy     func(now game.Tick) bool
	now      game.Tick
	sent     game.Tick
	seen     game.Tick // as the server knows it
	queue    []cargo   // frames under way
	backlog  int       // bytes of the first one that are through
	known    game.Tick // newest tick the client has
	spoke    game.Tick
	answers  []cargo // acknowledgements under way
	sentMany int
	stuck    bool
	ages     []int
}

type cargo struct {
	size int
	tick game.Tick
	due  game.Tick // 0 while it waits for the line
}

func newTrack(way game.Tick, perTick, size int) *track {
	l := &track{way: way, perTick: perTick, size: size, now: 100, seen: 100, known: 100, spoke: 100}
	l.pace.begin(l.now)
	return l
}

func (l *track) run(ticks int) {
	for range ticks {
		l.now++
		l.carry()
		l.answer()
		l.serve()
		l.ages = append(l.ages, int(l.now-l.known))
	}
}

func (l *track) serve() {
	switch l.pace.judge(l.sent, l.now) {
	case paceWait:
	case paceGiveUp:
		l.stuck = true
	case paceSend:
		share := l.pace.reach() * l.pace.reach()
		if l.now-l.sent > 1 {
			share *= 8 // whole cells
		}
		l.sent = l.now
		l.pace.sent(l.now)
		l.sentMany++
		l.queue = append(l.queue, cargo{tick: l.now, size: max(8, int(share*float64(l.size)))})
	}
}

// carry moves bytes over the line and hands the client what has come.
func (l *track) carry() {
	if l.busy == nil || !l.busy(l.now) {
		room := l.perTick
		for i := range l.queue {
			if l.queue[i].due != 0 {
				continue
			}
			take := min(room, l.queue[i].size-l.backlog)
			l.backlog += take
			if room -= take; l.backlog < l.queue[i].size {
				break
			}
			l.backlog, l.queue[i].due = 0, l.now+l.way
		}
	}
	for len(l.queue) > 0 && l.queue[0].due != 0 && l.queue[0].due <= l.now {
		l.known = l.queue[0].tick
		l.queue = l.queue[1:]
		if l.now-l.spoke >= quietTicks { // it says something only when a frame comes
			l.spoke = l.now
			l.answers = append(l.answers, cargo{tick: l.known, due: l.now + l.way})
		}
	}
}

func (l *track) answer() {
	for len(l.answers) > 0 && l.answers[0].due <= l.now {
		if tick := l.answers[0].tick; tick > l.seen {
			l.pace.acked(tick, l.now)
			l.seen = tick
		}
		l.answers = l.answers[1:]
	}
}

func percentile(ages []int, share float64) int {
	sorted := slices.Sorted(slices.Values(ages))
	return sorted[int(share*float64(len(sorted)-1))]
}

const minute = 60 * flight.Rate

// TestPaceGoodLines sends at every tick over lines of any length, from the start.
func TestPaceGoodLines(t *testing.T) {
	for _, way := range []game.Tick{0, 1, 3, 6, 9, 12} {
		l := newTrack(way, 1000, 100)
		l.run(minute)
		if l.sentMany < minute || l.stuck {
			t.Errorf("a way of %d ticks: %d of %d ticks were sent", way, l.sentMany, minute)
		}
	}
}

// TestPaceHalfBandwidth keeps the world that a slow client sees fresh, and goes on doing so: the delay that
// comes of our own queue is not the line's.
func TestPaceHalfBandwidth(t *testing.T) {
	for _, perTick := range []int{20, 50, 70, 90} {
		l := newTrack(2, perTick, 100)
		l.run(5 * minute)
		for m := range 5 {
			ages := l.ages[m*minute : (m+1)*minute]
			if p50, p99 := percentile(ages, 0.5), percentile(ages, 0.99); p50 > 45 || p99 > 120 && perTick >= 50 {
				t.Errorf("%d%% of the bandwidth, minute %d: the world is %d ticks old at p50, %d at p99", perTick, m+1, p50, p99)
			}
		}
		if l.stuck {
			t.Errorf("%d%% of the bandwidth: given up", perTick)
		}
	}
}

// TestPaceSlowFromTheStart: a line that is full before its length is known.
func TestPaceSlowFromTheStart(t *testing.T) {
	l := newTrack(2, 50, 100)
	l.busy = func(now game.Tick) bool { return now < 190 }
	l.run(minute)
	if p50 := percentile(l.ages[minute/2:], 0.5); p50 > 45 {
		t.Errorf("the world is %d ticks old at p50", p50)
	}
}

// TestPaceLongerWay: a line that becomes longer for good keeps most of its frames.
func TestPaceLongerWay(t *testing.T) {
	l := newTrack(1, 1000, 100)
	l.run(minute)
	l.way = 10
	l.run(minute)
	l.sentMany = 0
	l.run(minute)
	if l.sentMany < minute/2 || l.stuck {
		t.Errorf("%d of %d ticks were sent", l.sentMany, minute)
	}
}

// TestPaceAfterStall: what waited in the line comes in one burst, of which the client acknowledges the first
// frame only. It must not wait for the server to speak while the server waits for it.
func TestPaceAfterStall(t *testing.T) {
	for stall := game.Tick(10); stall < 14*flight.Rate; stall += 7 {
		l := newTrack(1, 100000, 100)
		l.run(minute)
		from := l.now
		l.busy = func(now game.Tick) bool { return now < from+stall }
		l.run(int(stall) + 2*flight.Rate)
		if age := l.now - l.known; age > 12 || l.stuck {
			t.Errorf("2 s after a stall of %d ticks the client knows tick %d of %d (given up: %v)", stall, l.known, l.now, l.stuck)
		}
	}
}

// TestPaceGivesUp after 15 s without progress, and not while there is some.
func TestPaceGivesUp(t *testing.T) {
	l := newTrack(1, 1000, 100)
	l.run(100)
	from := l.now
	l.busy = func(game.Tick) bool { return true }
	for !l.stuck && l.now-from < minute {
		l.run(1)
	}
	if d := l.now - from; d < stuckTicks || d > stuckTicks+2*flight.Rate {
		t.Errorf("given up after %d ticks", d)
	}
	if l.sentMany > 130 {
		t.Errorf("%d frames went into a dead line", l.sentMany)
	}
	l = newTrack(1, 5, 100)
	l.run(2 * minute)
	if l.stuck {
		t.Error("a line that carries a frame in 20 ticks was given up though it moved")
	}
}

// TestPaceDrainIsNoPressure: a client that speaks only when a frame comes is silent while the server waits for it to
// have seen all. That silence is the server's own, and the client is asked before it counts against it.
func TestPaceDrainIsNoPressure(t *testing.T) {
	var p pace
	p.begin(100)
	p.sent(100)
	p.acked(100, 105)
	p.pressed = true
	now := 105 + paceWindow + game.Tick(1)
	p.sent(now)
	p.sent(now + 1)
	p.acked(now, now+5)
	if !p.drain {
		t.Fatalf("after a window under pressure nothing drains: %+v", p)
	}
	asked := game.Tick(0)
	for at := now + 6; at < now+3*paceAsk && asked == 0; at++ {
		if p.judge(now+1, at) == paceSend {
			asked = at
		}
	}
	if asked == 0 || p.step != 0 || p.fellAt != 0 {
		t.Fatalf("asked at %d, %+v", asked, p)
	}
}

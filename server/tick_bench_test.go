package server

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"

	dto "github.com/prometheus/client_model/go"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// full is a server with pilots whose lines are real sockets that somebody empties. Their inputs do not come
// over the wire but are put into their inboxes, so that nothing but the tick is measured.
type full struct {
	*rig
	chance *rand.Rand
	seq    uint16
	in     protocol.Input
}

func newFull(t testing.TB, pilots int) *full {
	conf := plain()
	conf.Fill = pilots
	f := &full{rig: newRig(t, conf, loadCatalog(t)), chance: rand.New(rand.NewPCG(1, 2))}
	for range pilots {
		p := f.arrive(hello(nil))
		go func() { _, _ = io.Copy(io.Discard, p.in) }()
	}
	f.tick(pilots/greetMost + 1)
	for _, c := range f.loop.clients {
		c.session.inbox.ask(order{id: protocol.IDPlay, play: protocol.Play{Name: "Full"}})
	}
	return f
}

// step is a tick in which every pilot acknowledges, and some steer or come back to life.
func (f *full) step() {
	f.seq++
	for _, c := range f.loop.clients {
		for tries := 0; !c.session.conn.Ready() && tries < 1e6; tries++ {
			runtime.Gosched() // those who empty the sockets may be late on a busy machine
		}
		f.in = protocol.Input{Seq: f.seq, Tick: uint16(f.now() + 2), Seen: uint16(f.now()), Move: c.held.Move, Power: 15, Aim: c.held.Aim}
		if f.chance.IntN(8) == 0 {
			f.in.Move, f.in.Aim = uint8(f.chance.IntN(256)), uint16(f.chance.IntN(flight.Dirs))
			f.in.Buttons = uint8(f.chance.IntN(8))
		}
		c.session.inbox.put(&f.in)
		if f.loop.world.ShipOf(c.pilot) == nil && f.seq%30 == 0 {
			c.session.inbox.ask(order{id: protocol.IDPlay, play: protocol.Play{Name: "Full"}})
		}
	}
	f.tick(1)
}

// worldBytes is what was told of the world so far.
func (f *full) worldBytes(t testing.TB) (n int) {
	for _, message := range []string{"frame", "delta", "cellState"} {
		n += f.counted(t, "sent_bytes_total", message)
	}
	return n
}

// worked is the time in seconds that ticks took so far, without the writes.
func (f *full) worked(t testing.TB) float64 {
	var m dto.Metric
	if err := f.count.work.Write(&m); err != nil {
		t.Fatal(err)
	}
	return m.GetHistogram().GetSampleSum()
}

// A world goes on growing a little for a long while, here and there a cell's buffer: less than one time in ten for
// a client and tick.
const (
	allocPilots = 60
	allocMost   = 6
)

// TestTickAllocates next to nothing once the world has grown to its size.
func TestTickAllocates(t *testing.T) {
	f := newFull(t, allocPilots)
	for range 10 * flight.Rate {
		f.step()
	}
	frames := f.counted(t, "sent_frames_total")
	const runs = 5 * flight.Rate
	allocs := testing.AllocsPerRun(runs, f.step)
	sent := f.counted(t, "sent_frames_total") - frames
	t.Logf("%.1f allocations a tick, %d frames", allocs, sent)
	if sent < runs*allocPilots/3 {
		for _, reason := range skipReasons {
			t.Logf("%d frames skipped: %s", f.counted(t, "skipped_frames_total", reason), reason)
		}
		t.Errorf("only %d frames were sent: this was no busy world", sent)
	}
	if allocs > allocMost {
		t.Errorf("a tick for %d clients allocates %.1f times", allocPilots, allocs)
	}
}

// BenchmarkTick is a whole tick, the sends to real sockets included.
func BenchmarkTick(b *testing.B) {
	for _, pilots := range []int{100, 300, 1000} {
		b.Run(fmt.Sprint(pilots), func(b *testing.B) {
			f := newFull(b, pilots)
			for range 10 * flight.Rate {
				f.step()
			}
			bytes, work := f.worldBytes(b), f.worked(b)
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				f.step()
			}
			b.StopTimer()
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*pilots), "µs/client")
			b.ReportMetric(1e6*(f.worked(b)-work)/float64(b.N*pilots), "work-µs/client")
			b.ReportMetric(float64(f.worldBytes(b)-bytes)/float64(b.N*pilots), "B/client")
		})
	}
}

package server

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// sink is a line that takes everything and costs nothing.
type sink struct{ line }

func (sink) WriteFrame(conn.Frame) error { return nil }
func (sink) Ready() bool                 { return true }
func (sink) Closing() bool               { return false }
func (sink) ClientAddr() netip.Addr      { return netip.Addr{} }

// brawl is a server full of pilots without sockets, who fly at each other.
type brawl struct {
	*rig
	chance *rand.Rand
	spoil  []byte
	spent  [5][]float64 // by phase and tick, µs of a processor for each pilot
}

var brawlPhases = [5]string{"input-µs", "step-µs", "cells-µs", "feed-µs", "settle-µs"}

// spoilSize is what is written to between two ticks, in bytes: more than any cache holds. A server that sends between
// its ticks finds the processor's caches full of the kernel's data.
const spoilSize = 96 << 20

func newBrawl(b *testing.B, pilots int) *brawl {
	r := newRig(b, plain(), loadCatalog(b))
	for range pilots {
		s := r.loop.gate.admit(nil).(*session)
		s.conn, s.hello = sink{}, hello(nil)
		r.loop.greet(s)
	}
	r.loop.outbox.hands = 1
	return &brawl{rig: r, chance: rand.New(rand.NewPCG(1, 2)), spoil: make([]byte, spoilSize)}
}

// play lets some pilots change their controls, and those who died come back.
func (f *brawl) play() {
	for _, c := range f.loop.clients {
		own := f.loop.world.ShipOf(c.pilot)
		if own == nil && f.now()%30 == 0 {
			c.session.inbox.ask(order{id: protocol.IDPlay, play: protocol.Play{Name: "Full"}})
		}
		if (uint32(f.now())+c.id)%6 != 0 && f.chance.IntN(20) > 0 {
			continue
		}
		in := protocol.Input{Seq: c.newest + 1, Tick: uint16(f.now() + 2), Seen: uint16(f.now()), Power: 15}
		if own != nil {
			f.hunt(own, &in)
		}
		c.session.inbox.put(&in)
	}
}

// hunt flies at the nearest other ship, and shoots when that is near.
func (f *brawl) hunt(own *game.Ship, in *protocol.Input) {
	gap, to := math.Inf(1), own
	for i := range f.loop.world.Ships {
		s := &f.loop.world.Ships[i]
		if d := math.Hypot(s.X-own.X, s.Y-own.Y); d > 0 && d < gap {
			gap, to = d, s
		}
	}
	turns := math.Atan2(to.Y-own.Y, to.X-own.X)/(2*math.Pi) + 1
	in.Aim, in.Move = uint16(int(turns*1024)%1024), uint8(int(turns*256)+f.chance.IntN(90)-45)
	if gap < 150 {
		in.Move += 128
	}
	if gap < 500 {
		in.Buttons = protocol.ButtonFire
	}
}

// step is a tick, by its phases.
func (f *brawl) step() {
	f.play()
	for i := 0; i < len(f.spoil); i += 64 {
		f.spoil[i]++
	}
	l := f.loop
	last, _ := reckon()
	for i, phase := range [5]func(){
		func() { l.admit(); l.part(); l.collect() },
		func() { l.world.Step(l.inputs); l.inputs = l.inputs[:0] },
		l.cells.Update,
		func() { l.stage.update(l); l.feed() },
		func() { l.send(); l.retire() },
	} {
		phase()
		now, _ := reckon()
		f.spent[i] = append(f.spent[i], float64((now.time-last.time)/time.Nanosecond)/1e3/float64(len(l.clients)))
		last = now
	}
}

// BenchmarkWork is what a tick costs of a processor without the kernel, by phase, with memory as cold as it is between
// the ticks of a server that sends. Medians, for a pilot.
func BenchmarkWork(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	f := newBrawl(b, 1000)
	for range 300 {
		f.step()
	}
	f.spent = [5][]float64{}
	b.ResetTimer()
	for range b.N {
		f.step()
	}
	total := 0.0
	for i, all := range f.spent {
		slices.Sort(all)
		b.ReportMetric(all[len(all)/2], brawlPhases[i])
		total += all[len(all)/2]
	}
	b.ReportMetric(total, "work-µs")
}

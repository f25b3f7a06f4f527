package server

import (
	"math/rand/v2"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// rover is a pilot whose line stalls and breaks at random.
type rover struct {
	*pilot
	stall int // ticks in which it reads nothing
	gone  int // ticks until it comes back from a cut
}

// TestMirrorsOverTheWire sends the world over real sockets to clients that stall, break off and come back, and
// wants each to know exactly what is believed by all whenever it has caught up.
func TestMirrorsOverTheWire(t *testing.T) {
	for level, name := range strainNames {
		t.Run(name, func(t *testing.T) { mirrorsUnderStrain(t, level) })
	}
}

func mirrorsUnderStrain(t *testing.T, level int) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 1))
	conf := plain()
	conf.Fill, conf.Seed = 40, seed|1
	r := newRig(t, conf, loadCatalog(t))
	r.loop.strain = strain{level: level, since: -1 << 30} // it stays there
	r.tick(160)
	c := newCrowd(r, 20, seed)
	rovers := make([]*rover, len(c.all))
	for i, p := range c.all {
		rovers[i] = &rover{pilot: p}
	}
	compared, cuts := 0, 0
	for range 450 {
		r.tick(1)
		for _, v := range rovers {
			if v.rove(r, chance) {
				cuts++
			}
			if v.gone > 0 || v.stall > 0 {
				continue
			}
			v.read(r)
			if r.same(v.pilot) {
				compared++
			}
			c.act(r, v.pilot)
		}
	}
	t.Logf("%d comparisons, %d cuts", compared, cuts)
	least := 2000
	if level >= shedRate {
		least /= 2 // of every second tick is told later
	}
	if compared < least || cuts < 3 {
		t.Errorf("only %d comparisons and %d cuts", compared, cuts)
	}
	r.wantCount(0, "dropped_total", "bad_data")
}

// rove lets the line stall or break now and then; it reports a cut.
func (v *rover) rove(r *rig, chance *rand.Rand) bool {
	switch {
	case v.gone > 1:
		v.gone--
	case v.gone == 1:
		v.comeBack(r)
	case v.stall > 0:
		v.stall--
	default:
		switch roll := chance.IntN(400); {
		case roll == 0:
			r.cut(v.pilot)
			v.gone = 2 + chance.IntN(40)
			return true
		case roll < 6:
			v.stall = 1 + chance.IntN(60)
		case roll == 7:
			v.send(&protocol.View{HalfWidth: uint16(300 + chance.IntN(600)), HalfHeight: uint16(200 + chance.IntN(400))})
		}
	}
	return false
}

// comeBack resumes; the welcome comes with the next tick.
func (v *rover) comeBack(r *rig) {
	v.pilot, v.gone = r.arrive(hello(v.welcome.Resume)), 0
	v.stall = 1
}

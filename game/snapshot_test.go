package game

import (
	"encoding/binary"
	"errors"
	"hash/crc64"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/vmihailenco/msgpack/v5"
)

func snapshot(t testing.TB, w *World) []byte {
	t.Helper()
	b, err := w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sealed is a body as a snapshot of this version with a checksum that fits.
func sealed(body []byte) []byte {
	out := append([]byte(snapshotMagic), snapshotVersion)
	out = append(out, body...)
	return binary.LittleEndian.AppendUint64(out, crc64.Checksum(out, snapshotSums))
}

// resealed is a snapshot of a state that was tampered with.
func resealed(t testing.TB, w *World, tamper func(*State)) []byte {
	t.Helper()
	twin := restored(t, w)
	tamper(&twin.State)
	raw, err := msgpack.Marshal(&snapshotBody{Catalog: w.cat.Hash, State: twin.State})
	if err != nil {
		t.Fatal(err)
	}
	return sealed(raw)
}

// A snapshot with any byte changed, or cut off anywhere, is refused as torn.
func TestTornSnapshotIsRefused(t *testing.T) {
	w := crowded(t)
	b := snapshot(t, w)
	r := rand.New(rand.NewPCG(randomSeed(t), 1))
	for range 200 {
		at, bit := r.IntN(len(b)), byte(1)<<r.IntN(8)
		b[at] ^= bit
		if _, err := Restore(w.cat, b); !errors.Is(err, ErrSnapshotTorn) {
			t.Fatalf("byte %d of %d changed: %v", at, len(b), err)
		}
		b[at] ^= bit
	}
	cuts := []int{0, 1, 4, 5, 12, 13, len(b) - 1, len(b) - 8}
	for range 100 {
		cuts = append(cuts, r.IntN(len(b)))
	}
	for _, n := range cuts {
		if _, err := Restore(w.cat, b[:n]); !errors.Is(err, ErrSnapshotTorn) {
			t.Fatalf("cut to %d of %d bytes: %v", n, len(b), err)
		}
	}
	if _, err := Restore(w.cat, b); err != nil {
		t.Fatalf("whole: %v", err)
	}
}

// A snapshot of another version, of another catalog or of an unknown mode is refused, each in its own words.
func TestForeignSnapshotIsRefused(t *testing.T) {
	w := crowded(t)
	b := snapshot(t, w)
	b[len(snapshotMagic)]++
	binary.LittleEndian.PutUint64(b[len(b)-8:], crc64.Checksum(b[:len(b)-8], snapshotSums))
	if _, err := Restore(w.cat, b); !errors.Is(err, ErrSnapshotVersion) {
		t.Errorf("another version: %v", err)
	}
	other := *w.cat
	other.Hash = "another"
	if _, err := Restore(&other, snapshot(t, w)); !errors.Is(err, ErrSnapshotCatalog) {
		t.Errorf("another catalog: %v", err)
	}
	if _, err := Restore(w.cat, resealed(t, w, func(s *State) { s.Config.Mode = "chess" })); err == nil || errors.Is(err, ErrSnapshotTorn) {
		t.Errorf("an unknown mode: %v", err)
	}
}

// A snapshot with a good checksum over a state that no step could have made is refused: it would break the world
// later, far from its cause.
func TestUnsoundSnapshotIsRefused(t *testing.T) {
	w := crowded(t)
	for name, tamper := range map[string]func(*State){
		"a ship nowhere":             func(s *State) { s.Ships[0].X = math.NaN() },
		"a ship far out":             func(s *State) { s.Ships[0].Y = 1e9 },
		"an endless speed":           func(s *State) { s.Ships[0].Vx = math.Inf(1) },
		"an unknown hull":            func(s *State) { s.Ships[0].Hull = 200 },
		"an aim off the table":       func(s *State) { s.Pilots[0].Helm.Aim = 5000 },
		"more than full":             func(s *State) { s.Ships[0].Armor = 1e6 },
		"another engine":             func(s *State) { s.Ships[0].Drive.Accel = 1e6 },
		"a dead ship":                func(s *State) { s.Ships[0].Armor = 0 },
		"a ship without a pilot":     func(s *State) { s.Ships[0].Pilot = 77777 },
		"a pilot twice":              func(s *State) { s.Pilots = append(s.Pilots, s.Pilots[0]) },
		"a track beyond its end":     func(s *State) { s.Pilots[0].Tracks[0] = 200 },
		"an unknown track offered":   func(s *State) { s.Pilots[0].Offer.Tracks[1] = 99 },
		"a rock of no size":          func(s *State) { s.Rocks[0].Radius = math.NaN() },
		"a rock twice":               func(s *State) { s.Rocks = append(s.Rocks, s.Rocks[0]) },
		"ore of no kind":             func(s *State) { s.Ores[0].Kind = oreTaken },
		"an unknown weapon":          func(s *State) { s.Bolts[0].Kind = 200 },
		"a bolt off the table":       func(s *State) { s.Bolts[0].Dir = 5000 },
		"a slot that leads astray":   func(s *State) { s.Berths.Table[s.Ships[0].ID.Slot].Index = 1 << 30 },
		"slots from elsewhere on":    func(s *State) { s.Slots.First++ },
		"slots without rest":         func(s *State) { s.Berths.Rest = 0 },
		"a head behind the queue":    func(s *State) { s.Slots.Head = len(s.Slots.Queue) + 1 },
		"a head before the queue":    func(s *State) { s.Slots.Head = -1 },
		"a slot that waits in use":   func(s *State) { s.Slots.Queue[0].Slot = s.Rocks[0].ID.Slot },
		"a slot that waits nowhere":  func(s *State) { s.Slots.Queue[0].Slot = 0xffff },
		"a spare slot in use":        func(s *State) { s.Slots.Spare[0] = s.Rocks[0].ID.Slot },
		"a spare slot nowhere":       func(s *State) { s.Slots.Spare[0] = 0xffff },
		"no sector":                  func(s *State) { s.Radius = math.NaN() },
		"a leader nobody knows":      func(s *State) { s.Leader = 4711 },
		"a person with a bot's name": func(s *State) { s.Pilots[0].Bot = !s.Pilots[0].Bot },
	} {
		if _, err := Restore(w.cat, resealed(t, w, tamper)); !errors.Is(err, ErrSnapshotTorn) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// hostile are bodies that ask for more memory or stack than they are worth.
func hostile() map[string][]byte {
	named := func(field string, value ...byte) []byte { // ["", {"field": value}]
		b := append([]byte{0x92, 0xa0, 0x81, 0xa0 | byte(len(field))}, field...)
		return append(b, value...)
	}
	deep := make([]byte, 1<<20)
	for i := range deep {
		deep[i] = 0x91
	}
	nils := append([]byte{0xdd, 0, 0x10, 0, 0}, make([]byte, 1<<20)...)
	for i := range nils[5:] {
		nils[5+i] = 0xc0
	}
	return map[string][]byte{
		"a list of 4 billion ships": named("Ships", 0xdd, 0xff, 0xff, 0xff, 0xff),
		"a list of 65535 ships":     named("Ships", 0xdc, 0xff, 0xff),
		"a million empty ships":     named("Ships", nils...),
		"an endless text":           {0x92, 0xdb, 0xff, 0xff, 0xff, 0xff},
		"an endless body":           {0xdd, 0xff, 0xff, 0xff, 0xff},
		"an endless map":            {0x92, 0xa0, 0xdf, 0xff, 0xff, 0xff, 0xff},
		"an abyss":                  named("Unknown", deep...),
		"an extension":              named("Ships", 0xc9, 0xff, 0xff, 0xff, 0xff, 0),
		"nothing":                   {},
		"more than itself":          {0x92, 0xa0, 0x80, 0x80},
	}
}

// What asks for the machine's memory or stack under a good checksum is refused, and gets neither.
func TestHostileSnapshotGetsNoMemory(t *testing.T) {
	cat := loadCatalog(t)
	for name, body := range hostile() {
		sealed := sealed(body)
		var err error
		if got := allocated(func() { _, err = Restore(cat, sealed) }); got > 1<<20 {
			t.Errorf("%s: refusing it took %d bytes", name, got)
		}
		if !errors.Is(err, ErrSnapshotTorn) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Whatever bytes come, Restore answers with an error or with a world that steps.
func FuzzRestore(f *testing.F) {
	w := newWorld(f, 1, 3)
	for range 60 {
		w.Step(nil)
	}
	whole := snapshot(f, w)
	body := whole[len(snapshotMagic)+1 : len(whole)-8]
	f.Add(whole, false)
	f.Add(body, true)
	for _, b := range hostile() {
		f.Add(b, true)
	}
	f.Fuzz(func(t *testing.T, b []byte, seal bool) {
		if seal {
			b = sealed(b)
		}
		var w2 *World
		var err error
		// A ship of nil takes a byte and becomes several hundred.
		if got := allocated(func() { w2, err = Restore(w.cat, b) }); got > 1<<22+2000*uint64(len(b)) {
			t.Fatalf("%d bytes made Restore take %d", len(b), got)
		}
		if err != nil {
			return
		}
		for range 3 {
			w2.Step(nil)
		}
		if err := w2.Check(); err != nil {
			t.Fatal(err)
		}
	})
}

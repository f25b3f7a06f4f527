package game

import (
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/mirror"
)

// A stream is the frames of one viewer, and what it must believe after each: the proof for every reader, this one
// and the browser's, that they read the same. Its catalog comes with it. Which things are known is told after every
// frame, all that is known of them after each streamEvery-th.
type stream struct {
	Catalog catalog.Catalog `json:"catalog"`
	Tick0   Tick            `json:"tick0"` // before the first frame
	Frames  []string        `json:"frames"`
	After   []belief        `json:"after"`
}

// belief is what is known after the frame At, by slot.
type belief struct {
	At     int              `json:"at"`
	Tick   Tick             `json:"tick"`
	Things []map[string]any `json:"things"`
}

const (
	streamDir = "testdata/streams"
	streamMax = 400 << 10 // bytes of a file

	streamEvery = 16 // frames
)

// streams are what is written: how the viewer looks at the world, and over which line.
var streams = []struct {
	file       string
	seed       uint64
	fill       int
	half       float64 // u, of the screen
	walk, jump float64 // u a tick, and the chance of a jump
	stall      float64 // chance that the line stalls for up to 2 s
}{
	{"wander.json", 21, 5, 260, 25, 0, 0},
	{"stall.json", 22, 40, 220, 12, 0.01, 0.08},
	{"jump.json", 23, 60, 150, 6, 0.06, 0.02},
}

// TestGoldenStreams proves that the committed frames are still read as they were meant. They are bytes that
// clients out there may send and hold: when this fails without a new protocol version, the reader is wrong.
func TestGoldenStreams(t *testing.T) {
	for i, s := range streams {
		path := filepath.Join(streamDir, s.file)
		if *update {
			writeStream(t, path, i)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) > streamMax {
			t.Errorf("%s has %d bytes; at most %d", path, len(raw), streamMax)
		}
		var got stream
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if len(got.Frames) < 15*streamEvery {
			t.Errorf("%s: %d frames are too few", path, len(got.Frames))
		}
		believeStream(t, path, &got)
	}
}

// believeStream reads the frames and compares what is known with what was recorded.
func believeStream(t *testing.T, path string, s *stream) {
	t.Helper()
	if len(s.After) != len(s.Frames) {
		t.Fatalf("%s: %d frames and %d beliefs", path, len(s.Frames), len(s.After))
	}
	known := mirror.New(&s.Catalog, uint32(s.Tick0))
	var seen [5]int // by kind
	for i, text := range s.Frames {
		frame, err := hex.DecodeString(text)
		if err == nil {
			err = known.Take(frame)
		}
		if err != nil {
			t.Fatalf("%s: frame %d: %v", path, i, err)
		}
		known.Things(func(th *mirror.Thing) { seen[th.Kind]++ })
		if got := beliefOf(t, known, i); !reflect.DeepEqual(s.After[i], got) {
			t.Fatalf("%s: after frame %d\nknown    %+v\nrecorded %+v", path, i, got, s.After[i])
		}
	}
	for kind := mirror.Ship; kind <= mirror.Bolt; kind++ {
		if seen[kind] < 50 {
			t.Errorf("%s: things of kind %d are seen %d times only", path, kind, seen[kind])
		}
	}
}

// beliefOf is what a mirror knows, as it reads back from a file.
func beliefOf(t *testing.T, known *mirror.Mirror, at int) belief {
	t.Helper()
	b := belief{At: at, Tick: Tick(known.Tick), Things: []map[string]any{}}
	known.Things(func(th *mirror.Thing) {
		f := map[string]any{"slot": th.Slot}
		if at%streamEvery == 0 {
			tell(f, th)
		}
		b.Things = append(b.Things, f)
	})
	slices.SortFunc(b.Things, func(x, y map[string]any) int { return int(x["slot"].(uint16)) - int(y["slot"].(uint16)) })
	raw, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var read belief
	if err := json.Unmarshal(raw, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// tell adds what is known of a thing; the fields are named as in the browser.
func tell(f map[string]any, th *mirror.Thing) {
	f["kind"], f["gen"], f["x"], f["y"] = th.Kind, th.Gen, th.X, th.Y
	if th.Kind != mirror.Bolt {
		f["vx"], f["vy"] = th.Vx, th.Vy
	}
	switch th.Kind {
	case mirror.Ship:
		f["move"], f["aim"], f["flags"], f["left"], f["shield"], f["level"], f["name"] = th.Move, th.Aim, th.Flags, th.Left, th.Shield, th.Level, th.Name
	case mirror.Rock:
		f["radius"], f["left"] = th.Radius, th.Left
	case mirror.Bolt:
		f["dir"] = th.Dir
	}
}

// writeStream records a viewer until the file is as large as it may be.
func writeStream(t *testing.T, path string, index int) {
	t.Helper()
	conf := streams[index]
	w := newWorld(t, conf.seed, conf.fill)
	crowd := newScenario(conf.seed, 6)
	cells := NewCells(w)
	for range 900 {
		w.Step(crowd.inputs(w))
		cells.Update()
	}
	r := rand.New(rand.NewPCG(conf.seed, 3))
	eye := &viewer{x: r.NormFloat64() * 300, y: r.NormFloat64() * 300}
	s := stream{Catalog: *w.cat, Tick0: w.Tick}
	eye.fed = w.Tick
	known := mirror.New(w.cat, uint32(s.Tick0))
	size, stall := 12<<10, 0
	for size < streamMax-(12<<10) {
		w.Step(crowd.inputs(w))
		cells.Update()
		eye.x = eye.x*0.995 + r.NormFloat64()*conf.walk // never far from where things are
		eye.y = eye.y*0.995 + r.NormFloat64()*conf.walk
		if r.Float64() < conf.jump {
			eye.x, eye.y = r.NormFloat64()*700, r.NormFloat64()*700
		}
		if stall--; stall >= 0 {
			continue
		}
		if r.Float64() < conf.stall {
			stall = 1 + r.IntN(60)
		}
		frame := eye.frame(cells, conf.half)
		if frame == nil {
			continue
		}
		if err := known.Take(frame); err != nil {
			t.Fatal(err)
		}
		b := beliefOf(t, known, len(s.Frames))
		s.Frames, s.After = append(s.Frames, hex.EncodeToString(frame)), append(s.After, b)
		size += len(marshal(t, b)) + 2*len(frame) + 4
	}
	if err := os.WriteFile(path, marshal(t, s), 0o644); err != nil {
		t.Fatal(err)
	}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// viewer is a place that is looked at.
type viewer struct {
	view Viewer
	x, y float64
	fed  Tick // of the newest frame
	buf  []byte
}

// frame is what the viewer must be told at this tick, or nil when a quiet tick needs no frame.
func (v *viewer) frame(cells *Cells, half float64) []byte {
	next, moved := v.view.Look(&Gaze{X: v.x, Y: v.y, HalfWidth: half, HalfHeight: half, Reach: 1, Rings: EveryRing})
	frame, tells := cells.Feed(&v.view, next, moved, uint16(cells.now-v.fed), v.buf[:0])
	v.buf = frame
	if !tells && cells.now%6 != 0 {
		return nil
	}
	v.fed = cells.now
	return v.buf
}

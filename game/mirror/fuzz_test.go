package mirror_test

import (
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/mirror"
)

// Whatever bytes come as frames, a mirror takes them or says that they break the protocol, and holds nothing that
// is nowhere.
func FuzzTake(f *testing.F) {
	raw, err := os.ReadFile("../testdata/streams/jump.json")
	if err != nil {
		f.Fatal(err)
	}
	var stream struct {
		Catalog catalog.Catalog `json:"catalog"`
		Tick0   uint32          `json:"tick0"`
		Frames  []string        `json:"frames"`
	}
	if err := json.Unmarshal(raw, &stream); err != nil {
		f.Fatal(err)
	}
	frame := func(i int) []byte {
		b, err := hex.DecodeString(stream.Frames[i])
		if err != nil {
			f.Fatal(err)
		}
		return b
	}
	for i := 1; i < 40; i++ {
		f.Add(frame(i-1), frame(i))
	}
	first := frame(0)
	f.Fuzz(func(t *testing.T, a, b []byte) {
		m := mirror.New(&stream.Catalog, stream.Tick0)
		if err := m.Take(first); err != nil {
			t.Fatal(err)
		}
		for _, frame := range [][]byte{a, b} {
			if m.Take(frame) != nil {
				return
			}
			m.Things(func(th *mirror.Thing) {
				if sum := th.X + th.Y + th.Vx + th.Vy; math.IsNaN(sum) || math.IsInf(sum, 0) || m.Thing(th.Slot) == nil {
					t.Fatalf("it holds %+v", th)
				}
			})
		}
	})
}

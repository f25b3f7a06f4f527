package mirror_test

import (
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// stream is what the tests of the game recorded of one viewer: whole frames, from the first one on.
type stream struct {
	Catalog catalog.Catalog `json:"catalog"`
	Tick0   uint32          `json:"tick0"`
	Frames  []string        `json:"frames"`
}

func readStream(f *testing.F) (s stream, frames [][]byte) {
	raw, err := os.ReadFile("../testdata/streams/jump.json")
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range s.Frames {
		b, err := hex.DecodeString(text)
		if err != nil {
			f.Fatal(err)
		}
		frames = append(frames, b)
	}
	return s, frames
}

// begun is a mirror that has taken the first frame.
func (s *stream) begun(t *testing.T, first []byte) *mirror.Mirror {
	m := mirror.New(&s.Catalog, s.Tick0)
	if err := m.Take(first); err != nil {
		t.Fatal(err)
	}
	return m
}

// checkThings: a mirror holds nothing that is nowhere, and finds all it holds.
func checkThings(t *testing.T, m *mirror.Mirror) {
	t.Helper()
	m.Things(func(th *mirror.Thing) {
		found := m.Thing(th.Slot)
		if th.Kind == mirror.Bolt {
			found = m.Bolt(th.Owner, th.Born)
		}
		if sum := th.X + th.Y + th.Vx + th.Vy; math.IsNaN(sum) || math.IsInf(sum, 0) || found != th {
			t.Fatalf("it holds %+v and finds %+v", th, found)
		}
	})
}

// Whatever bytes come as frames, a mirror takes them or says that they break the protocol.
func FuzzTake(f *testing.F) {
	s, frames := readStream(f)
	for i := 1; i < 40; i++ {
		f.Add(frames[i-1], frames[i])
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		m := s.begun(t, frames[0])
		for _, frame := range [][]byte{a, b} {
			if m.Take(frame) != nil {
				return
			}
			checkThings(t, m)
		}
	})
}

// Whatever stands in news, of a frame and of a cell behind it, a mirror takes it when it is whole and names what
// exists, and flies on with it.
func FuzzNews(f *testing.F) {
	s, frames := readStream(f)
	r := protocol.NewReader()
	var last []byte
	for _, frame := range frames[:min(len(frames), 60)] {
		news := newsIn(f, r, frame)
		f.Add(news, last, uint16(0))
		last = news
	}
	f.Fuzz(func(t *testing.T, news, state []byte, cell uint16) {
		m := s.begun(t, frames[0])
		w := protocol.NewWriter()
		(&protocol.Frame{After: 1, News: news}).Append(w)
		(&protocol.CellState{Cell: cell, News: state}).Append(w)
		err := m.Take(w.Bytes())
		var by [protocol.NewsKinds]int
		if whole := protocol.CountNews(news, &by) && protocol.CountNews(state, &by); !whole && err == nil {
			t.Fatalf("it took % x and % x", news, state)
		}
		if err != nil {
			return
		}
		checkThings(t, m)
		for range 3 {
			w.Reset(nil)
			(&protocol.Frame{After: 2}).Append(w)
			if err := m.Take(w.Bytes()); err != nil {
				t.Fatal(err)
			}
			checkThings(t, m)
		}
	})
}

// newsIn is the news of all messages in a frame.
func newsIn(f *testing.F, r *protocol.Reader, b []byte) (news []byte) {
	r.Reset(b)
	for id, ok := r.Next(); ok; id, ok = r.Next() {
		var frame protocol.Frame
		var delta protocol.Delta
		var state protocol.CellState
		switch id {
		case protocol.IDFrame:
			frame.Decode(r)
		case protocol.IDDelta:
			delta.Decode(r)
		case protocol.IDCellState:
			state.Decode(r)
		}
		news = slices.Concat(news, frame.News, delta.News, state.News)
	}
	if r.Err() != nil {
		f.Fatal(r.Err())
	}
	return news
}

package game

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The recorded games keep the catalog they were recorded with beside them, so that playing may go on deciding
// the numbers; only a change of the rules themselves needs them recorded anew.
const (
	replayDir     = "testdata/replays"
	replayCatalog = replayDir + "/catalog"
	replayMax     = 300 << 10 // bytes of a file
)

// games are what is recorded: 40 s each.
var games = []struct {
	file         string
	seed         uint64
	people, fill int
}{
	{"crowd.orl", 11, 12, 24},
	{"alone.orl", 12, 1, 10},
	{"people.orl", 13, 9, 6},
}

// TestGoldenReplays keeps the rules as they are: a game recorded once goes the same way for ever, or the change
// is meant and the games are recorded anew.
func TestGoldenReplays(t *testing.T) {
	if *update {
		recordGames(t)
	}
	cat, err := catalog.Load(os.DirFS(replayCatalog))
	if err != nil {
		t.Fatalf("%v; if the catalog's fields have changed, run make golden", err)
	}
	for _, g := range games {
		b, err := os.ReadFile(filepath.Join(replayDir, g.file))
		if err != nil {
			t.Fatal(err)
		}
		if len(b) > replayMax {
			t.Errorf("%s has %d bytes; at most %d", g.file, len(b), replayMax)
		}
		if ticks, seen, err := replay(cat, b); err != nil || ticks != replayTicks {
			t.Errorf("%s: after %d ticks: %v; if the rules have changed and that is meant, run make golden", g.file, ticks, err)
		} else {
			seen.want(t, g.file, g.people > 1, g.fill > 20)
		}
	}
}

const replayTicks = 1200

func recordGames(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(replayCatalog); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(replayCatalog, os.DirFS("../assets/catalog")); err != nil {
		t.Fatal(err)
	}
	for _, g := range games {
		b, _ := record(t, g.seed, g.people, g.fill, replayTicks)
		if err := os.WriteFile(filepath.Join(replayDir, g.file), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// sights are what a recorded game holds; one in which nothing happens proves nothing.
type sights struct {
	verbs              map[Verb]int
	late               int
	hits, takes, kills int
}

func (s *sights) want(t *testing.T, file string, crowd, war bool) {
	t.Helper()
	if s.hits == 0 || s.takes == 0 || crowd && s.late == 0 || war && s.kills == 0 {
		t.Errorf("%s: a dull game: %+v", file, s)
	}
	for v := VerbHold; crowd && v <= VerbBack; v++ {
		if s.verbs[v] == 0 {
			t.Errorf("%s: nobody used verb %d", file, v)
		}
	}
}

func replay(cat *catalog.Catalog, b []byte) (ticks int, seen sights, err error) {
	seen.verbs = map[Verb]int{}
	r, err := OpenRecording(bytes.NewReader(b), cat)
	if err != nil {
		return 0, seen, err
	}
	for ; ; ticks++ {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			return ticks, seen, nil
		}
		if err != nil {
			return ticks, seen, err
		}
		for _, in := range m.Inputs {
			seen.verbs[in.Verb]++
			if in.Late {
				seen.late++
			}
		}
		seen.hits += len(r.World.Hits)
		seen.takes += len(r.World.Takes)
		seen.kills += len(r.World.Kills)
	}
}

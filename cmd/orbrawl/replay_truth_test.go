package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/orbrawl/orbrawl/game"
)

// truthLine is a line of the file after the first, as its reader sees it.
type truthLine struct {
	Tick  game.Tick
	Ships [][8]float64
}

func readTruth(t *testing.T, path string) []truthLine {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	var head struct{ Truth, Rate int }
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &head) != nil || head.Truth != 1 || head.Rate != 30 {
		t.Fatalf("the file begins %q", lines.Text())
	}
	var all []truthLine
	for lines.Scan() {
		var line truthLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}

func TestTruthTellsTheRecordedWorldToTheBit(t *testing.T) {
	recordings, err := filepath.Glob("../../game/testdata/replays/*.orl")
	if err != nil || len(recordings) == 0 {
		t.Fatalf("no recorded games: %v", err)
	}
	out := filepath.Join(t.TempDir(), "truth.ndjson")
	if err := (&replayCmd{File: recordings[0], Truth: out}).Run(); err != nil {
		t.Fatal(err)
	}
	lines := readTruth(t, out)
	r := openRecording(t, recordings[0])
	pushes := 0
	for i, line := range lines {
		if i > 0 {
			if _, err := r.Next(); err != nil {
				t.Fatalf("line %d tells of more than was recorded: %v", i, err)
			}
		}
		if line.Tick != r.World.Tick || len(line.Ships) != len(r.World.Ships) {
			t.Fatalf("line %d: tick %d with %d ships, not %d with %d", i, line.Tick, len(line.Ships), r.World.Tick, len(r.World.Ships))
		}
		for j, ship := range line.Ships {
			pushes += sameShip(t, ship, &r.World.Ships[j])
		}
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after %d lines the recording goes on: %v", len(lines), err)
	}
	if pushes == 0 {
		t.Error("no ship was ever pushed, so that this test says little")
	}
}

func openRecording(t *testing.T, path string) *game.Recording {
	t.Helper()
	cat, err := openCatalog("")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	r, err := game.OpenRecording(f, cat)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sameShip compares a record with the ship it is of, and counts a push.
func sameShip(t *testing.T, told [8]float64, s *game.Ship) int {
	t.Helper()
	want := [...]float64{float64(s.ID.Slot), float64(s.ID.Gen), s.X, s.Y, s.Vx, s.Vy}
	for i, v := range want {
		if told[i] != v {
			t.Fatalf("ship %d: number %d is told as %v, is %v", s.ID.Slot, i, told[i], v)
		}
	}
	befell := int(told[6])
	if (befell&truthDisturbed != 0) != s.Disturbed {
		t.Fatalf("ship %d: told %b of a ship that was disturbed: %v", s.ID.Slot, befell, s.Disturbed)
	}
	if helm := int(told[7]); helm&0xff != int(s.Helm.Move) || helm>>8&0xf != int(s.Helm.Power) {
		t.Fatalf("ship %d: helm is told as %x, is %+v", s.ID.Slot, helm, s.Helm)
	}
	if befell&truthPushed == 0 {
		return 0
	}
	return 1
}

func TestTruthThatCannotBeWrittenIsAnError(t *testing.T) {
	out := filepath.Join(t.TempDir(), "nowhere", "truth.ndjson")
	recordings, _ := filepath.Glob("../../game/testdata/replays/*.orl")
	err := (&replayCmd{File: recordings[0], Truth: out}).Run()
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

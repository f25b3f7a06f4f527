package game

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
)

// live plays a recording to its end and returns how many ticks it held.
func live(t testing.TB, b []byte) (ticks int, err error) {
	t.Helper()
	r, err := OpenRecording(bytes.NewReader(b), loadCatalog(t))
	if err != nil {
		return 0, err
	}
	for {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			return ticks, nil
		} else if err != nil {
			return ticks, err
		}
		ticks++
	}
}

// A recording lives again with every hash as it was.
func TestRecordingLivesAgain(t *testing.T) {
	b, hashes := record(t, randomSeed(t), 6, 8, 300)
	ticks, err := live(t, b)
	if err != nil || ticks != len(hashes) {
		t.Fatalf("%d of %d ticks lived again: %v", ticks, len(hashes), err)
	}
}

// A recording cut short, as by a crash, lives as far as its whole ticks go.
func TestCutRecordingLivesToItsEnd(t *testing.T) {
	b, hashes := record(t, 5, 6, 8, 60)
	last := 0
	for n := len(b); n > len(b)-150; n -= 6 {
		ticks, err := live(t, b[:n])
		if err != nil {
			t.Fatalf("cut to %d of %d bytes: %v", n, len(b), err)
		}
		if n == len(b) {
			last = ticks
		}
		if ticks > last || ticks < len(hashes)-60 {
			t.Fatalf("cut to %d of %d bytes: %d ticks", n, len(b), ticks)
		}
		last = ticks
	}
	if last == len(hashes) {
		t.Error("no cut took a tick")
	}
}

// A world that goes another way than recorded is noticed at the tick where it does.
func TestDivergenceIsNoticed(t *testing.T) {
	b, _ := record(t, 5, 6, 8, 60)
	b[len(b)-1]++ // a moment ends with its hash
	if ticks, err := live(t, b); !errors.Is(err, ErrDiverged) || ticks != 59 {
		t.Fatalf("after %d ticks: %v", ticks, err)
	}
}

func TestForeignRecordingIsRefused(t *testing.T) {
	whole, _ := record(t, 5, 1, 2, 2)
	other := bytes.Clone(whole)
	other[len(recordMagic)]++
	for name, b := range map[string][]byte{
		"empty": {}, "text": []byte("hello there"), "version": other, "no snapshot": whole[:9],
		"endless block": append(bytes.Clone(whole[:5]), 0xff, 0xff, 0xff, 0xff, 1),
	} {
		if _, err := live(t, b); err == nil {
			t.Errorf("%s: taken for a recording", name)
		}
	}
}

// block frames bytes as the recorder does.
func block(b []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(b))), b...)
}

// Whatever follows a good head, reading it ends with an error or lives on with a sound world.
func FuzzRecording(f *testing.F) {
	whole, _ := record(f, 1, 3, 3, 40)
	start := 5 + 4 + int(binary.LittleEndian.Uint32(whole[5:]))
	head, ticks := whole[:start], whole[start:]
	f.Add(ticks, true)
	f.Add(whole, false)
	f.Add(block([]byte{0x92, 0xdd, 0xff, 0xff, 0xff, 0xff}), true)
	for _, b := range hostile() {
		f.Add(block(b), true)
	}
	cat := loadCatalog(f)
	f.Fuzz(func(t *testing.T, b []byte, headed bool) {
		if headed {
			b = append(bytes.Clone(head), b...)
		}
		r, err := OpenRecording(bytes.NewReader(b), cat)
		if err != nil {
			return
		}
		for range 100 {
			_, err = r.Next()
			if err != nil && !errors.Is(err, ErrDiverged) {
				break
			}
			if err := r.World.Check(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

func unpack(t *testing.T, packed []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestPackUnpacksToTheSame(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 1))
	noise := make([]byte, 5000)
	for i := range noise {
		noise[i] = byte(dice.Uint32())
	}
	few := make([]byte, 40_000) // matches of all lengths and distances
	for i := 0; i < len(few); {
		n := 1 + dice.IntN(300)
		if back := 1 + dice.IntN(i+1); dice.IntN(3) > 0 && back <= i {
			for j := i; j < min(i+n, len(few)); j++ {
				few[j] = few[j-back]
			}
		} else {
			for j := i; j < min(i+n, len(few)); j++ {
				few[j] = byte(dice.IntN(4))
			}
		}
		i += n
	}
	for name, data := range map[string][]byte{
		"nothing": {}, "a byte": {7}, "two": {7, 7}, "zeros": make([]byte, 100_000), "noise": noise, "few": few,
		"far": append(append([]byte("orbrawl"), make([]byte, window-7)...), "orbrawl"...),
	} {
		for form, packed := range map[string][]byte{"gzip": pack(data), "deflate": wrapped(data)} {
			if got := unpack(t, packed); !bytes.Equal(got, data) {
				t.Errorf("%s, %s: unpacks to %d bytes, want %d", name, form, len(got), len(data))
			}
		}
	}
}

// wrapped packs without the way out of pack.
func wrapped(data []byte) []byte {
	tail := common(data)
	tail = tail[len(tail)-8:]
	return append(append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}, deflate(data)...), tail...)
}

func TestPackIsSmallerThanTheCommonOne(t *testing.T) {
	source, err := os.ReadFile("parse.go")
	if err != nil {
		t.Fatal(err)
	}
	block, err := os.ReadFile("block.go")
	if err != nil {
		t.Fatal(err)
	}
	data := append(source, block...)
	packed, usual := len(pack(data)), len(common(data))
	t.Logf("%d bytes, commonly %d", packed, usual)
	if packed > usual*98/100 {
		t.Errorf("%d bytes are not 2 %% less than %d", packed, usual)
	}
}

func TestCodeLengthsFillTheCodeWithinTheLimit(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 2))
	for range 200 {
		counts := make([]uint32, 2+dice.IntN(285))
		used := 0
		for i := range counts {
			if dice.IntN(3) > 0 {
				counts[i] = uint32(1) << dice.IntN(20)
				used++
			}
		}
		if used < 2 {
			continue
		}
		limit := 9 + dice.IntN(7)
		room := 0
		for symbol, n := range codeLengths(counts, limit) {
			if (n > 0) != (counts[symbol] > 0) || int(n) > limit {
				t.Fatalf("symbol %d, which occurs %d times, has %d bits of %d", symbol, counts[symbol], n, limit)
			}
			if n > 0 {
				room += 1 << (limit - int(n))
			}
		}
		if room != 1<<limit {
			t.Errorf("the codes fill %d of %d", room, 1<<limit)
		}
	}
}

func TestSizeIsWhatIsWritten(t *testing.T) {
	data := []byte(strings.Repeat("a ship, a shop, a shape; ", 40) + "sharp")
	p := newParser(data)
	tokens := p.best(0, len(data), guess(data), 3)
	var w writer
	w.block(tokens, true)
	if got, want := len(w.out)*8+w.n, count(tokens).size(); got != want {
		t.Errorf("the block has %d bits, and was said to have %d", got, want)
	}
}

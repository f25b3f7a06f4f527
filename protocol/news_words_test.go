package protocol

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// A second reader of news, made from the words of PROTOCOL.md and the tables of records.go alone: it shares no code
// with the package. Who writes a client does the same.

// layouts is a line for each kind: its number, its name, and the fields of its record with their bits. u counts from 0,
// s has a sign; fields that share bytes share one little-endian number, the first in its lowest bits; text is one length
// byte and UTF-8.
const layouts = `
0 looks: slot u16, hull u8, level u8, drive u4, reach u4, flags u8
1 swings: slot u12, move u4
2 turns: slot u16, move u8, aim u8, flags u8
3 shoves: slot u12, dx s6, dy s6, vx s12, vy s12
4 courses: slot u16, x s16, y s16, vx s16, vy s16, move u8, aim u8, flags u8
5 drifts: slot u16, x s16, y s16, vx s16, vy s16
6 shots: owner u12, dir u12
7 hits: owner u12, target u12, age u6, kind u2, amount u8
8 chips: owner u16, age u8
9 taken: ore u16, ship u16
10 gone: slot u16, cause u8
11 aims: slot u16, aim u8
12 vitals: slot u12, hull u6, shield u6
13 wears: slot u16, left u8
14 bolts: owner u16, x s16, y s16, flies u16, age u8, kind u8
15 ships: slot u12, looks u4, gen u8, x s16, y s16, vx s16, vy s16, move u8, aim u8, flags u8, age u8, hull u8, level u8, drive u4, reach u4, left u6, shield u6, hue u4, name text
16 rocks: slot u16, gen u8, x s16, y s16, vx s16, vy s16, age u8, radius u8, seed u8, rich u8, left u8
17 still: slot u16, gen u8, x s16, y s16, radius u8, seed u8, rich u8, left u8
18 ores: slot u16, gen u8, x s16, y s16, vx s16, vy s16, age u8, kind u8
19 lying: slot u16, gen u8, x s16, y s16, kind u8
`

type layout struct {
	name   string
	fields [][2]string // name and type
}

func readLayouts(t *testing.T) (all []layout) {
	t.Helper()
	for line := range strings.Lines(strings.TrimSpace(layouts)) {
		head, body, _ := strings.Cut(strings.TrimSpace(line), ": ")
		number, name, _ := strings.Cut(head, " ")
		if number != strconv.Itoa(len(all)) {
			t.Fatalf("the line of kind %d begins with %s", len(all), number)
		}
		l := layout{name: name}
		for field := range strings.SplitSeq(body, ", ") {
			name, is, _ := strings.Cut(field, " ")
			l.fields = append(l.fields, [2]string{name, is})
		}
		all = append(all, l)
	}
	return all
}

// hand takes bytes apart until something is wrong.
type hand struct {
	b    []byte
	word int // bits that were taken and not used, the next in the lowest place
	open int // how many they are
	err  error
}

// byHand says each record of news in a line. It fails on what a reader must refuse.
func byHand(all []layout, b []byte) (said []string, err error) {
	h := hand{b: b}
	for len(h.b) > 0 && h.err == nil {
		head := h.bits(8)
		kind, count := head>>3, head&7+1
		if kind >= len(all) {
			return nil, fmt.Errorf("no kind %d", kind)
		}
		for ; count > 0 && h.err == nil; count-- {
			line := all[kind].name
			for _, f := range all[kind].fields {
				line += " " + f[0] + "=" + h.field(f[1])
			}
			said = append(said, line)
		}
	}
	return said, h.err
}

func (h *hand) field(is string) string {
	if is == "text" {
		text := h.take(h.bits(8))
		if !utf8.Valid(text) {
			h.err = fmt.Errorf("% x is not UTF-8", text)
		}
		return strconv.Quote(string(text))
	}
	n, _ := strconv.Atoi(is[1:])
	v := h.bits(n)
	if is[0] == 's' && v >= 1<<(n-1) {
		v -= 1 << n
	}
	return strconv.Itoa(v)
}

// bits takes a number of so many bits, the lowest of what is left first.
func (h *hand) bits(n int) (v int) {
	for h.open < n {
		b := h.take(1)
		if b == nil {
			return 0
		}
		h.word |= int(b[0]) << h.open
		h.open += 8
	}
	v = h.word & (1<<n - 1)
	h.word >>= n
	h.open -= n
	return v
}

func (h *hand) take(n int) []byte {
	if n > len(h.b) {
		h.err = fmt.Errorf("%d bytes are due and %d are left", n, len(h.b))
		return nil
	}
	got := h.b[:n]
	h.b = h.b[n:]
	return got
}

// everyNewsSaid is what the golden frame with news of every kind says.
const everyNewsSaid = `
looks slot=17 hull=1 level=7 drive=2 reach=8 flags=2
swings slot=4095 move=15
turns slot=17 move=64 aim=175 flags=63
shoves slot=17 dx=-31 dy=31 vx=-2047 vy=2046
courses slot=17 x=2049 y=0 vx=4984 vy=0 move=64 aim=175 flags=31
drifts slot=512 x=-2048 y=4097 vx=-3 vy=160
shots owner=17 dir=700
hits owner=17 target=300 age=12 kind=1 amount=25
chips owner=17 age=31
taken ore=513 ship=17
gone slot=17 cause=1
aims slot=300 aim=254
vitals slot=17 hull=1 shield=0
wears slot=512 left=77
bolts owner=17 x=2060 y=-2 flies=2748 age=4 kind=161
ships slot=17 looks=1 gen=2 x=2049 y=-1 vx=4984 vy=0 move=64 aim=175 flags=128 age=12 hull=1 level=7 drive=2 reach=1 left=51 shield=1 hue=5 name="Zoë ☄"
rocks slot=512 gen=1 x=-300 y=20000 vx=1 vy=-1 age=200 radius=48 seed=99 rich=128 left=255
still slot=514 gen=3 x=301 y=-20001 radius=20 seed=7 rich=0 left=254
ores slot=513 gen=9 x=2050 y=-8 vx=33 vy=-34 age=3 kind=1
lying slot=515 gen=1 x=-2050 y=9 kind=2
`

// TestNewsByHand reads the golden bytes of a frame as the standard says, byte by byte.
func TestNewsByHand(t *testing.T) {
	var b []byte
	for _, v := range goldenText[vector](t, "frame") {
		if v.Name == "news of every kind" {
			b, _ = hex.DecodeString(v.Hex)
		}
	}
	// A msgpack array of three: the type 33, two ticks, and a bin with one length byte.
	if len(b) < 5 || hex.EncodeToString(b[:4]) != "932102c4" || int(b[4]) != len(b)-5 {
		t.Fatalf("the frame begins with % x", b[:min(len(b), 5)])
	}
	said, err := byHand(readLayouts(t), b[5:])
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(said, "\n"); got != strings.TrimSpace(everyNewsSaid) {
		t.Errorf("it says\n%s\nwant%s", got, everyNewsSaid)
	}
}

// TestGoldenNewsByHand: who reads by hand finds as many records as news.json says, and refuses what it refuses.
func TestGoldenNewsByHand(t *testing.T) {
	all := readLayouts(t)
	for _, v := range goldenText[newsVector](t, "news") {
		b, err := hex.DecodeString(v.Hex)
		if err != nil {
			t.Fatal(err)
		}
		said, err := byHand(all, b)
		if (err != nil) != v.Refused {
			t.Errorf("%s: %v", v.Name, err)
		}
		if v.Refused {
			continue
		}
		for _, g := range v.Groups {
			for range g.Records {
				if len(said) == 0 || !strings.HasPrefix(said[0], g.Kind+" ") {
					t.Fatalf("%s: %q where one of %s is due", v.Name, said, g.Kind)
				}
				said = said[1:]
			}
		}
		if len(said) > 0 {
			t.Errorf("%s: there is more: %q", v.Name, said)
		}
	}
}

// goldenText is what a golden file holds.
func goldenText[T any](t *testing.T, name string) (all []T) {
	t.Helper()
	text, err := os.ReadFile("testdata/golden/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

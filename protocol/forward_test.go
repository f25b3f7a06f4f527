package protocol

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"testing"
)

// forward is a frame as a newer or a plainer peer may write it, and what a reader of today makes of it.
// Only decoding is checked: nobody here writes such bytes.
type forward struct {
	Name      string  `json:"name"`
	Direction string  `json:"direction"`
	Hex       string  `json:"hex"`
	Messages  []heard `json:"messages"`
}

// heard is a message a reader found: known with its value, or of an unknown type.
type heard struct {
	Message string          `json:"message,omitempty"`
	Unknown MessageID       `json:"unknown,omitempty"`
	Value   json.RawMessage `json:"value,omitempty"`
}

func TestGoldenForward(t *testing.T) {
	now := slices.Concat(laterFields(t), unknownTypes(t), longerParts(t), widerNumbers(t))
	var file []forward
	goldenFile(t, "forward", now, &file)
	for _, v := range file {
		b, err := hex.DecodeString(v.Hex)
		if err != nil {
			t.Fatal(err)
		}
		if got := hear(t, b); jsonText(got) != jsonText(v.Messages) {
			t.Errorf("%s: heard\n%s, want\n%s", v.Name, jsonText(got), jsonText(v.Messages))
		}
	}
}

// hear reads a frame as a session does.
func hear(t *testing.T, b []byte) []heard {
	t.Helper()
	var all []heard
	r := NewReader()
	r.Reset(b)
	for id, ok := r.Next(); ok; id, ok = r.Next() {
		m := messageOf(id)
		if m == nil {
			r.Unknown()
			all = append(all, heard{Unknown: id})
			continue
		}
		m.Decode(r)
		if r.Err() == nil {
			all = append(all, heardOf(t, m))
		}
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return all
}

func heardOf(t *testing.T, m message) heard {
	return heard{Message: nameOf(m), Value: valueOf(t, m)}
}

func isUp(m message) bool {
	for i, k := range everyMessage() {
		if typeOf(k) == typeOf(m) {
			return Messages[i].ID < uint16(IDWelcome)
		}
	}
	return false
}

func direction(up bool) string { return map[bool]string{true: "up", false: "down"}[up] }

// later is what a newer version may add at the end of anything: one of each sort of value, some nested.
func later() [][]byte {
	return [][]byte{
		{0xcd, 0x12, 0x34}, {0xc0}, {0xa2, 'h', 'i'}, {0xc4, 1, 0xff}, {0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0},
		{0x92, 0x91, 0xc3, 0x81, 0x01, 0x90}, {0xd4, 1, 2}, {0xc7, 3, 1, 1, 2, 3}, {0xdc, 0, 1, 0xd9, 1, 'x'},
	}
}

func laterFields(t *testing.T) []forward {
	var all []forward
	for _, up := range []bool{true, false} {
		v := forward{Name: "fields of a later version, " + direction(up), Direction: direction(up)}
		for _, m := range typicalMessages() {
			if isUp(m) == up {
				v.Hex += hex.EncodeToString(join(append(split(t, encode(m)), later()...)...))
				v.Messages = append(v.Messages, heardOf(t, m))
			}
		}
		all = append(all, v)
	}
	return all
}

func unknownTypes(t *testing.T) []forward {
	var all []forward
	unknown := []byte{0x94, 0xcd, 0xea, 0x60, 0x93, 1, 2, 3, 0x81, 0xa1, 'k', 0x90, 0xcf, 255, 255, 255, 255, 255, 255, 255, 255}
	for _, up := range []bool{true, false} {
		v := forward{Name: "messages of unknown type in between, " + direction(up), Direction: direction(up)}
		for i, m := range typicalMessages() {
			if isUp(m) != up {
				continue
			}
			if i%3 == 0 {
				v.Hex += hex.EncodeToString(unknown)
				v.Messages = append(v.Messages, heard{Unknown: 60000})
			}
			v.Hex += hex.EncodeToString(encode(m))
			v.Messages = append(v.Messages, heardOf(t, m))
		}
		all = append(all, v)
	}
	return all
}

func longerParts(t *testing.T) []forward {
	var all []forward
	for _, m := range typicalMessages() {
		values := split(t, encode(m))
		long := false
		for i, s := range shapesOf(typeOf(m)) {
			if s.kind != "list" {
				continue
			}
			long = true
			parts := split(t, values[1+i])
			for j := range parts {
				parts[j] = join(append(split(t, parts[j]), later()...)...)
			}
			values[1+i] = join(parts...)
		}
		if long {
			b := append(join(append(values, later()...)...), encode(&Phase{})...)
			all = append(all, forward{
				nameOf(m) + " with longer parts, later fields and a message behind it", direction(isUp(m)),
				hex.EncodeToString(b), []heard{heardOf(t, m), heardOf(t, &Phase{})},
			})
		}
	}
	return all
}

func widerNumbers(t *testing.T) []forward {
	news := newsOf(NewsAims, &Aim{Slot: 258, Aim: 3}, &Aim{Slot: 4, Aim: 5})
	aims := "59020103040005"
	down := func(name, hex string, m message) forward { return forward{name, "down", hex, []heard{heardOf(t, m)}} }
	return []forward{
		down("numbers in longer forms than they need", "dd00000003"+"d200000025"+"d1000a"+"d3fffffffffffffffe", &Ack{Seq: 10, Margin: -2}),
		down("floats as integers and in either precision", "9b2311"+"02"+"cd0400"+"d0ff"+"ca3fc00000"+"cb3ff8000000000000"+"ca00000000"+"03"+"01"+"c400",
			&Self{Slot: 17, Gen: 2, X: 1024, Y: -1, Vx: 1.5, Vy: 1.5, Cool: 3, Hull: 1}),
		down("news in bins with longer heads than they need", "dc0003"+"cd0021"+"cd0102"+"c50007"+aims, &Frame{After: 258, News: news}),
		down("news in the longest bin", "dc0002"+"24"+"c600000007"+aims, &Delta{News: news}),
		down("no news in a long bin", "932605"+"c600000000", &CellState{Cell: 5}),
	}
}

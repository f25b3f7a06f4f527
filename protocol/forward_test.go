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
	now := slices.Concat(laterFields(t), unknownTypes(t), missingBins(t), longerParts(t), widerNumbers(t))
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
				full := encodeFull(m)
				v.Hex += hex.EncodeToString(join(append(split(t, full), later()...)...))
				v.Messages = append(v.Messages, heardOf(t, m))
			}
		}
		all = append(all, v)
	}
	return all
}

// encodeFull is encode with nil for each bin that is left out at the end.
func encodeFull(m message) []byte {
	b := encode(m)
	r := NewReader()
	r.Reset(b)
	r.left = 1
	n := r.array("message", maxFields)
	w := NewWriter()
	w.Array(1 + typeOf(m).NumField())
	w.Raw(b[r.Pos():])
	for ; n < 1+typeOf(m).NumField(); n++ {
		w.Records(nil)
	}
	return w.Bytes()
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

func missingBins(t *testing.T) []forward {
	cut := func(name, hex string, m message) forward {
		return forward{name, "down", hex, []heard{heardOf(t, m)}}
	}
	aims := binOf(&Aim{Slot: 1, Aim: 2})
	return []forward{
		cut("no bins at all", "922405", &Delta{Cell: 5}),
		cut("nil for every bin", "9c2405c0c0c0c0c0c0c0c0c0c0", &Delta{Cell: 5}),
		cut("empty bins", "952405c400c50000c600000000", &Delta{Cell: 5}),
		cut("nil before a bin, the rest missing", "962405c0c0c0c403010002", &Delta{Cell: 5, Aims: aims}),
		cut("bins with long heads", "962405c0c0c0c600000003010002", &Delta{Cell: 5, Aims: aims}),
		cut("no bins in born", "922505", &Born{Cell: 5}),
		cut("no bins in cellState", "932605c0", &CellState{Cell: 5}),
	}
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
	return []forward{
		{
			"numbers in longer forms than they need", "down", "dd00000004" + "d200000021" + "cf0000000000001267" + "d1000a" + "d3fffffffffffffffe",
			[]heard{heardOf(t, &Frame{Tick: 0x1267, Ack: 10, Margin: -2})},
		},
		{
			"floats as integers and in single precision", "down", "9b2311" + "02" + "cd0400" + "d0ff" + "ca3fc00000" + "00" + "ca00000000" + "03" + "01" + "c400",
			[]heard{heardOf(t, &Self{Slot: 17, Gen: 2, X: 1024, Y: -1, Vx: 1.5, Cool: 3, Hull: 1})},
		},
	}
}

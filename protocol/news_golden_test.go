package protocol

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// newsVector is news and the groups it holds, or news that a reader must refuse.
type newsVector struct {
	Name    string      `json:"name"`
	Hex     string      `json:"hex"`
	Groups  []newsGroup `json:"groups"`
	Refused bool        `json:"refused,omitempty"`
}

type newsGroup struct {
	Kind    string            `json:"kind"`
	Record  string            `json:"record"`
	Records []json.RawMessage `json:"records"`
}

// TestGoldenNews holds the packing of news to the bytes in testdata/golden/news.json.
func TestGoldenNews(t *testing.T) {
	var now, file []newsVector
	for _, n := range goldenNews() {
		groups, ok := groupsOf(t, n.bytes)
		if ok == n.refused {
			t.Fatalf("%s: whole %v", n.name, ok)
		}
		if n.refused {
			groups = []newsGroup{}
		}
		now = append(now, newsVector{n.name, hex.EncodeToString(n.bytes), groups, n.refused})
	}
	goldenFile(t, "news", now, &file)
	for _, v := range file {
		b, err := hex.DecodeString(v.Hex)
		if err != nil {
			t.Fatal(err)
		}
		groups, ok := groupsOf(t, b)
		if ok == v.Refused || ok && jsonText(groups) != jsonText(v.Groups) {
			t.Errorf("%s: whole %v, holds\n%s, want\n%s", v.Name, ok, jsonText(groups), jsonText(v.Groups))
		}
		if ok && !bytes.Equal(written(t, v.Groups), b) {
			t.Errorf("%s: wrote\n%x, want\n%x", v.Name, written(t, v.Groups), b)
		}
	}
}

type namedNews struct {
	name    string
	bytes   []byte
	refused bool
}

func goldenNews() []namedNews {
	all := []namedNews{{name: "nothing"}, {name: "every kind", bytes: everyNews().News}}
	turns := make([]record, 17)
	for i := range turns {
		turns[i] = &Turn{Slot: uint16(300 * i), Move: uint8(15 * i), Aim: 255 - uint8(i), Flags: uint8(i)}
	}
	ships := newsOf(NewsShips, &ShipState{Slot: 1, Name: ""}, &ShipState{Slot: 2, Name: strings.Repeat("é", 20)}, &ShipState{Slot: 3, Name: "x"})
	vital := newsOf(NewsVitals, &Vital{Slot: 1, Hull: 2, Shield: 3})
	all = append(all,
		namedNews{name: "more records than one group holds", bytes: newsOf(NewsTurns, turns...)},
		namedNews{name: "ships with names of no, forty and one bytes", bytes: ships},
		namedNews{name: "a kind twice", bytes: slices.Concat(vital, newsOf(NewsGone, &Gone{Slot: 1, Cause: GoneQuiet}), vital)},
		namedNews{name: "the first kind that does not exist", bytes: append(slices.Clone(vital), NewsKinds<<3, 0, 0, 0), refused: true},
		namedNews{name: "the last kind that does not exist", bytes: []byte{0xff}, refused: true},
		namedNews{name: "a head alone", bytes: append(slices.Clone(vital), vital[0]), refused: true},
		namedNews{name: "a byte short", bytes: vital[:len(vital)-1], refused: true},
		namedNews{name: "a record short", bytes: append([]byte{vital[0] + 1}, vital[1:]...), refused: true},
		namedNews{name: "a name cut short", bytes: ships[:len(ships)-1], refused: true},
		namedNews{name: "a name that is not UTF-8", bytes: append(ships[:len(ships)-1:len(ships)-1], 0xff), refused: true},
	)
	return all
}

// groupsOf takes news apart as a client does: head by head, and each record by its reader.
func groupsOf(t *testing.T, b []byte) (all []newsGroup, ok bool) {
	t.Helper()
	all = []newsGroup{}
	for len(b) > 0 {
		kind, n, rest, ok := NextGroup(b)
		if !ok {
			return nil, false
		}
		m := newsRecords()[kind]
		g := newsGroup{Kind: NewsName(kind), Record: nameOf(m)}
		for range n {
			if rest, ok = m.Read(rest); !ok {
				return nil, false
			}
			g.Records = append(g.Records, valueOf(t, m))
		}
		all, b = append(all, g), rest
	}
	return all, true
}

// written is the inverse of groupsOf.
func written(t *testing.T, groups []newsGroup) (b []byte) {
	t.Helper()
	for _, g := range groups {
		kind := 0
		for NewsName(kind) != g.Kind {
			if kind++; kind == NewsKinds {
				t.Fatalf("no news is called %q", g.Kind)
			}
		}
		b = AppendGroup(b, kind, len(g.Records))
		for _, value := range g.Records {
			m := named(t, everyRecord(), g.Record)
			fillJSON(t, m, value)
			b = m.Append(b)
		}
	}
	return b
}

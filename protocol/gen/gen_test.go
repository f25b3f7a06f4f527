package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/golden/schema.json anew")

// TestFresh: what is committed is what the generator makes of the declarations.
func TestFresh(t *testing.T) {
	out, err := generate("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range out {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is stale; run: go generate ./protocol", name)
		}
	}
}

// released is a layout as it was first announced to the world. Messages and parts may have grown since.
type released struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	ID     int    `json:"id,omitempty"`
	Fields int    `json:"fields"`
	Hash   string `json:"hash"`
}

// releasedOf is the layout of the first n fields of st; what they hold is hashed by itself.
func releasedOf(st *structure, n int) released {
	text := fmt.Sprintf("%s %s(", st.Kind, st.lower())
	for _, f := range st.Fields[:n] {
		text += f.canon() + f.Of
	}
	return released{st.lower(), st.Kind, st.ID, n, fmt.Sprintf("%08x", fnv32(text))}
}

// TestGoldenSchema: fields that were released keep their order, type and bounds for ever, and messages their
// names and numbers. New ones are noted with -update, which is also how a release that may break all clients
// is made: go test ./protocol/... -run Golden -update
func TestGoldenSchema(t *testing.T) {
	s, err := parse("..")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "testdata", "golden", "schema.json")
	if *update {
		writeSchema(t, path, s)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []released
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	noted := map[string]bool{}
	for _, was := range all {
		noted[was.Name] = true
		if err := kept(s, was); err != nil {
			t.Error(err)
		}
	}
	for _, st := range s.structs {
		if !noted[st.lower()] {
			t.Errorf("%s is new; note it: go test ./protocol/... -run Golden -update", st.lower())
		}
	}
}

func writeSchema(t *testing.T, path string, s *schema) {
	var b bytes.Buffer
	for i, st := range s.structs {
		line, err := json.Marshal(releasedOf(st, len(st.Fields)))
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(map[bool]string{true: "[\n", false: ",\n"}[i == 0])
		b.Write(line)
	}
	b.WriteString("\n]\n")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// kept is nil when the layout that was released is still the beginning of what is declared.
func kept(s *schema, was released) error {
	for _, st := range s.structs {
		if st.lower() != was.Name {
			continue
		}
		grown := len(st.Fields) - was.Fields
		if grown < 0 || grown > 0 && st.Kind == kindRecord {
			return fmt.Errorf("%s had %d fields and has %d; messages and parts only grow, records stay", was.Name, was.Fields, len(st.Fields))
		}
		if now := releasedOf(st, was.Fields); now != was {
			return fmt.Errorf("%s changed among its first %d fields: is %+v, was %+v", was.Name, was.Fields, now, was)
		}
		return nil
	}
	return fmt.Errorf("%s %s is gone; what was released stays", was.Kind, was.Name)
}

// declared writes a package of one messages.go and parses it.
func declared(t *testing.T, code string) (*schema, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"messages.go": code, "records.go": "", "close.go": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("package protocol\n"+text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return parse(dir)
}

func down(fields string) string { return "//wire:down 40\ntype Tale struct {\n" + fields + "\n}\n" }

const pieces = "//wire:part\ntype Row struct{ A uint8 }\n//wire:record\ntype Dot struct{ X int16 }\n"

// TestBadDeclarations: each says what is wrong, where, and what would be right.
func TestBadDeclarations(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{down("A uint8 `wire:\"maximum=3\"`"), `Tale: field A: unknown tag "maximum"; known: max`},
		{down("A uint8 `wire:\"max=three\"`"), `Tale: field A: max="three" is no whole number`},
		{down("A uint8 `wire:\"max\"`"), `max="" is no whole number`},
		{down("A uint8 `wire:\"max=256\"`"), "Tale: field A: max=256 does not fit uint8"},
		{down("A uint8 `wire:\"min=-1\"`"), "min=-1 does not fit uint8"},
		{down("A int8 `wire:\"min=5,max=4\"`"), "min=5 is above max=4"},
		{down("A bool `wire:\"max=1\"`"), "max=1 does not fit bool"},
		{down("A float64 `wire:\"max=1\"`"), "max=1 does not fit float64"},
		{down("A uint8 `wire:max=3`"), "says nothing; write it as"},
		{down("A uint8 `json:\"a\"`"), "says nothing"},
		{down("A uint8 `wire:\"since=1\"`"), "since=1: fields of version 1 need no since"},
		{down("A uint8 `wire:\"bytes=3\"`"), "bytes=3 does not suit uint8"},
		{down("A string `wire:\"items=3\"`"), "items=3 does not suit string"},
		{down("A string `wire:\"bytes=0\"`"), "bytes=0 does not suit string"},
		{down("A string `wire:\"bytes=65536\"`"), "bytes=65536 does not suit string"},
		{down("A string"), "Tale.A: needs a bound"},
		{down("A []byte"), "Tale.A: needs a bound"},
		{down("A []Row") + pieces, "Tale.A: needs a bound"},
		{down("A []Line `wire:\"items=3\"`"), `Tale.A: no part "Line" is declared`},
		{down("A []Dot `wire:\"items=3\"`") + pieces, `Tale.A: no part "Dot" is declared`},
		{down("A int"), "Tale: field A: this type cannot travel; use sized integers"},
		{down("A uint64"), "this type cannot travel"},
		{down("A *uint8"), "this type cannot travel"},
		{down("A [4]byte"), "this type cannot travel"},
		{down("A [][]byte"), "this type cannot travel"},
		{down("A map[string]int"), "this type cannot travel"},
		{down("Row") + pieces, "Tale: embedded fields cannot travel"},
		{down("a uint8"), "only exported fields travel"},
		{down("A uint8 `wire:\"since=2\"`\nB uint8"), "Tale.B: stands behind A of version 2"},
		{down("A uint8") + "//wire:up 40\ntype Echo struct{}\n", "Echo: id 40 is taken by Tale"},
		{"//wire:down\ntype Tale struct{}\n", `Tale: //wire:down needs an id from 1 to 255, has ""`},
		{"//wire:down x\ntype Tale struct{}\n", "needs an id from 1 to 255"},
		{"//wire:up 0\ntype Tale struct{}\n", "needs an id from 1 to 255"},
		{"//wire:up 256\ntype Tale struct{}\n", "needs an id from 1 to 255"},
		{"//wire:part 3\ntype Tale struct{}\n", "//wire:part takes no id"},
		{"//wire:sideways 3\ntype Tale struct{}\n", "Tale: //wire:sideways is unknown; known: up, down, part, record"},
		{"//wire:up 3\ntype Tale struct{ A []Row `wire:\"items=3\"` }\n" + pieces, "Tale.A: lists travel down only, and not inside parts"},
		{"//wire:part\ntype Tale struct{ A []Row `wire:\"items=3\"` }\n" + pieces, "and not inside parts"},
		{"//wire:record\ntype Tale struct{ A bool }\n", "Tale.A: a record holds sized integers and strings, not bool"},
		{"//wire:record\ntype Tale struct{ A float64 }\n", "a record holds sized integers and strings"},
		{"//wire:record\ntype Tale struct{ A uint8 `wire:\"max=3\"` }\n", "no tag but bits="},
		{"//wire:record\ntype Tale struct{ A string; B uint8 }\n", "Tale.B: stands behind A; the text of a record is its last field"},
		{"type", "messages.go"},
	} {
		_, err := declared(t, c.code)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\nerror: %v\nwant:  %s", c.code, err, c.want)
		}
	}
}

// TestGoodDeclarations: everything the language has, at once, and what is none of its business.
func TestGoodDeclarations(t *testing.T) {
	s, err := declared(t, pieces+"type Other struct{ M map[string]int }\n"+down(
		"A uint8 // one\nB, C int16 `wire:\"min=-5,max=5\"`\nD bool\nE float64\nF string `wire:\"bytes=9\"`\nG []byte `wire:\"bytes=9\"`\n"+
			"H []Row `wire:\"items=9\"`\nJ uint32 `wire:\"since=2\"`\nK []Row `wire:\"items=2,since=3\"`"))
	if err != nil {
		t.Fatal(err)
	}
	code, err := s.golang()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"m.C = int16(r.Int(\"c\", -5, 5))", "m.J = 0\n\tif r.more() {\n\t\tm.J = uint32(r.Uint(\"j\"",
		"m.K = m.K[:0]\n\tif r.more() {", "m.A = uint8(r.Uint(\"row.a\"",
	} {
		if !strings.Contains(string(code), want) {
			t.Errorf("no %q in\n%s", want, code)
		}
	}
	if ts := string(s.typescript()); !strings.Contains(ts, "m.j = r.left > 0 ? r.int(0, 4294967295) : 0") {
		t.Errorf("no default of a later field in\n%s", ts)
	}
}

// TestKept: the guard over released layouts lets them grow at the end and nothing else.
func TestKept(t *testing.T) {
	old, err := declared(t, down("A uint8\nB int8 `wire:\"max=9\"`"))
	if err != nil {
		t.Fatal(err)
	}
	was := releasedOf(old.structs[0], 2)
	for fields, ok := range map[string]bool{
		"A uint8\nB int8 `wire:\"max=9\"`":                            true,
		"A uint8\nB int8 `wire:\"max=9\"`\nC bool `wire:\"since=2\"`": true,
		"A uint8\nB int8 `wire:\"max=8\"`":                            false,
		"A uint8\nB int16 `wire:\"max=9\"`":                           false,
		"A uint8\nC int8 `wire:\"max=9\"`":                            false,
		"B int8 `wire:\"max=9\"`\nA uint8":                            false,
		"A uint8":                                                     false,
		"C bool\nA uint8\nB int8 `wire:\"max=9\"`":                    false,
	} {
		now, err := declared(t, down(fields))
		if err != nil {
			t.Fatal(err)
		}
		if err := kept(now, was); (err == nil) != ok {
			t.Errorf("%s: %v", fields, err)
		}
	}
}

// TestHash: the announced hash changes with every field, bound and nested layout.
func TestHash(t *testing.T) {
	seen := map[uint32]string{}
	for _, code := range []string{
		down("A uint8"), down("B uint8"), down("A int8"), down("A uint8 `wire:\"max=9\"`"), down("A uint8 `wire:\"min=1\"`"),
		down("A uint8\nB uint8"), down("A string `wire:\"bytes=9\"`"), down("A []byte `wire:\"bytes=9\"`"),
		down("A []Row `wire:\"items=9\"`") + pieces, down("A []Row `wire:\"items=9\"`") + strings.Replace(pieces, "A uint8", "A uint16", 1),
	} {
		s, err := declared(t, code)
		if err != nil {
			t.Fatal(err)
		}
		h := s.hash(s.byName["Tale"])
		if other, taken := seen[h]; taken {
			t.Errorf("same hash %08x:\n%s\n%s", h, code, other)
		}
		seen[h] = code
	}
}

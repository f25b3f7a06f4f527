package main

import (
	"fmt"
	"go/ast"
	"strconv"
	"strings"
)

const (
	maxCoreID = 255       // ids above are for mods
	maxLimit  = 1<<16 - 1 // what the TypeScript writer has heads for
)

// directive reads the //wire: line of a declaration.
func (s *structure) directive(doc *ast.CommentGroup) error {
	for _, c := range doc.List {
		text, ok := strings.CutPrefix(c.Text, "//wire:")
		if !ok {
			continue
		}
		kind, number, _ := strings.Cut(strings.TrimSpace(text), " ")
		s.Kind = kind
		switch kind {
		case kindUp, kindDown:
			id, err := strconv.Atoi(number)
			if err != nil || id < 1 || id > maxCoreID {
				return fmt.Errorf("//wire:%s needs an id from 1 to %d, has %q", kind, maxCoreID, number)
			}
			s.ID = id
		case kindPart, kindRecord:
			if number != "" {
				return fmt.Errorf("//wire:%s takes no id, has %q", kind, number)
			}
		default:
			return fmt.Errorf("//wire:%s is unknown; known: up, down, part, record", kind)
		}
	}
	return nil
}

// tagged applies one key=value of a tag.
func (d *field) tagged(key, value string) error {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return fmt.Errorf("%s=%q is no whole number", key, value)
	}
	switch key {
	case "max", "min":
		return d.bounded(key, n)
	case "bytes", "items":
		return d.limited(key, n)
	case "bits":
		if !isInteger(d.Type) || n < 1 || n >= int64(8*width(d.Type)) {
			return fmt.Errorf("bits=%d: it is for integers of more bits than that, and at least 1", n)
		}
		d.Bits = int(n)
	case "since":
		if n < 2 {
			return fmt.Errorf("since=%d: fields of version 1 need no since", n)
		}
		d.Since = int(n)
	default:
		return fmt.Errorf("unknown tag %q; known: max, min, bytes, items, bits, since", key)
	}
	return nil
}

func (d *field) limited(key string, n int64) error {
	fits := map[string]string{"string": "bytes", "bytes": "bytes", "list": "items"}[d.Type] == key
	if !fits || n < 1 || n > maxLimit {
		return fmt.Errorf("%s=%d does not suit %s; bytes= is for string and []byte, items= for lists, from 1 to %d", key, n, d.Type, maxLimit)
	}
	d.Limit = int(n)
	return nil
}

func (d *field) bounded(key string, n int64) error {
	if lo, hi := intRange(d.Type); !isInteger(d.Type) || n < lo || n > int64(hi) {
		return fmt.Errorf("%s=%d does not fit %s", key, n, d.Type)
	}
	if key == "max" {
		d.Hi = uint64(n)
	} else {
		d.Lo = n
	}
	return nil
}

// intRange is what an integer type holds.
func intRange(t string) (lo int64, hi uint64) {
	bits := 8 * width(t)
	if strings.HasPrefix(t, "int") {
		return -1 << (bits - 1), 1<<(bits-1) - 1
	}
	return 0, 1<<bits - 1
}

// fullRange reports whether no bounds are set.
func fullRange(f field) bool {
	if !isInteger(f.Type) {
		return true
	}
	lo, hi := intRange(f.Type)
	return f.Lo == lo && f.Hi == hi
}

func isInteger(t string) bool { return width(t) > 0 && t != "float64" }

// check finds what the generators could not express.
func (s *schema) check() error {
	ids := map[int]string{}
	for _, st := range s.structs {
		if other := ids[st.ID]; st.message() && other != "" {
			return fmt.Errorf("%s: id %d is taken by %s", st.Name, st.ID, other)
		}
		ids[st.ID] = st.Name
		for i, f := range st.Fields {
			err := s.checkField(st, f)
			if err == nil {
				err = checkOrder(st, i)
			}
			if err == nil {
				err = checkPlace(st, i)
			}
			if err != nil {
				return fmt.Errorf("%s.%s: %w", st.Name, f.Name, err)
			}
		}
	}
	return nil
}

// checkOrder looks at what stands before field i. A record's text hides where the rest begins.
func checkOrder(st *structure, i int) error {
	f := st.Fields[i]
	for _, before := range st.Fields[:i] {
		switch {
		case f.Since < before.Since:
			return fmt.Errorf("stands behind %s of version %d; fields are only added at the end", before.Name, before.Since)
		case st.Kind == kindRecord && before.Type == "string":
			return fmt.Errorf("stands behind %s; the text of a record is its last field", before.Name)
		}
	}
	return nil
}

// checkPlace sees to it that the bits of field i of a record lie where the generated code can reach them: whole fields
// begin with a byte, and so does what stands behind every 32 bits or fewer.
func checkPlace(st *structure, i int) error {
	if st.Kind != kindRecord {
		return nil
	}
	f, open := st.Fields[i], st.openBits(i)
	switch {
	case f.Bits == 0 && open > 0:
		return fmt.Errorf("begins %d bits into a byte; bits= of the fields before it must fill whole bytes", open%8)
	case f.Bits > 0 && open+f.Bits > packMost:
		return fmt.Errorf("ends %d bits behind the last whole byte; at most %d are read at once", open+f.Bits, packMost)
	case f.Bits > 0 && i == len(st.Fields)-1 && (open+f.Bits)%8 != 0:
		return fmt.Errorf("ends within a byte; bits= of the fields must fill whole bytes")
	}
	return nil
}

func (s *schema) checkField(st *structure, f field) error {
	if st.Kind == kindRecord {
		return checkRecordField(f)
	}
	if f.Bits > 0 {
		return fmt.Errorf("bits= is for the fields of records; messages write integers as short as they are")
	}
	switch f.Type {
	case "string", "bytes", "list":
		if f.Limit == 0 {
			return fmt.Errorf("needs a bound, bytes= or items=")
		}
	}
	if f.Of == "" {
		return nil
	}
	if st.Kind != kindDown {
		return fmt.Errorf("lists travel down only, and not inside parts")
	}
	if of := s.byName[f.Of]; of == nil || of.Kind != kindPart {
		return fmt.Errorf("no part %q is declared", f.Of)
	}
	return nil
}

// checkRecordField holds records to what a fixed layout can carry: they cannot grow, and are not checked.
func checkRecordField(f field) error {
	if !isInteger(f.Type) && f.Type != "string" {
		return fmt.Errorf("a record holds sized integers and strings, not %s", f.Type)
	}
	if full := fullRange(f); f.Tagged && (f.Limit > 0 || f.Since > 1 || !full) {
		return fmt.Errorf("records are not checked field by field and cannot grow; no tag but bits= is for them")
	}
	return nil
}

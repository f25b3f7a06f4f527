package main

import (
	"bytes"
	"fmt"
	"strings"
)

// packMost is the most bits that are read or written at once.
const packMost = 32

// pack is some fields of a record that share bytes, the first in the lowest bits, or one field that has its own.
type pack struct {
	fields []field
	at     int // bytes before it
	bits   int
}

// whole reports whether it is one field as long as its type.
func (p *pack) whole() bool { return len(p.fields) == 1 && p.fields[0].Bits == 0 }

// packs cuts the fields of a record where a field ends with a byte. Its text is not among them.
func (s *structure) packs() (all []pack) {
	p := pack{}
	for _, f := range s.Fields {
		if f.Type == "string" {
			break
		}
		p.fields, p.bits = append(p.fields, f), p.bits+f.bits()
		if p.bits%8 == 0 {
			all = append(all, p)
			p = pack{at: p.at + p.bits/8}
		}
	}
	return all
}

// openBits is how many bits before field i share their last byte with it.
func (s *structure) openBits(i int) int {
	open := 0
	for _, f := range s.Fields[:i] {
		if open += f.bits(); open%8 == 0 {
			open = 0
		}
	}
	return open
}

// text is the field that ends a record, if it has one.
func (s *structure) text() (f field, ok bool) {
	if n := len(s.Fields); n > 0 && s.Fields[n-1].Type == "string" {
		return s.Fields[n-1], true
	}
	return field{}, false
}

func (f field) signed() bool { return strings.HasPrefix(f.Type, "int") }

func goRecord(b *bytes.Buffer, st *structure) {
	if n := st.size(); n > 0 {
		fmt.Fprintf(b, "// %[1]sSize is the length of one [%[1]s] in bytes.\nconst %[1]sSize = %[2]d\n\n", st.Name, n)
	} else {
		fmt.Fprintf(b, "// %[1]sFixed is how many bytes of a [%[2]s] stand before its text.\nconst %[1]sFixed = %[3]d\n\n", st.lower(), st.Name, st.fixed())
	}
	text, hasText := st.text()
	fmt.Fprintf(b, "// Append writes the record.\nfunc (m *%s) Append(b []byte) []byte {\n", st.Name)
	for _, p := range st.packs() {
		goPackWrite(b, p)
	}
	if hasText {
		fmt.Fprintf(b, "\tb = appendText(b, m.%s)\n", text.Name)
	}
	b.WriteString("\treturn b\n}\n\n// Read takes the first record off b; ok is false when b does not hold a whole one.\n")
	fmt.Fprintf(b, "func (m *%s) Read(b []byte) (rest []byte, ok bool) {\n\tif len(b) < %d {\n\t\treturn nil, false\n\t}\n", st.Name, st.fixed())
	for _, p := range st.packs() {
		goPackRead(b, p)
	}
	if hasText {
		fmt.Fprintf(b, "\tm.%s, rest, ok = readText(b[%d:])\n\treturn rest, ok\n}\n\n", text.Name, st.fixed())
		return
	}
	fmt.Fprintf(b, "\treturn b[%d:], true\n}\n\n", st.fixed())
}

func goPackWrite(b *bytes.Buffer, p pack) {
	if p.whole() {
		fmt.Fprintf(b, "\tb = %s\n", goFieldWrite(p.fields[0]))
		return
	}
	var parts, out []string
	at := 0
	for _, f := range p.fields {
		part := fmt.Sprintf("uint32(m.%s)&%#x", f.Name, 1<<f.bits()-1)
		if at > 0 {
			part += fmt.Sprintf("<<%d", at)
		}
		parts, at = append(parts, part), at+f.bits()
	}
	for i := 0; i < p.bits; i += 8 {
		out = append(out, fmt.Sprintf("byte(p%d>>%d)", p.at, i))
	}
	fmt.Fprintf(b, "\tp%d := %s\n\tb = append(b, %s)\n", p.at, strings.Join(parts, " | "), strings.Join(out, ", "))
}

func goPackRead(b *bytes.Buffer, p pack) {
	if p.whole() {
		fmt.Fprintf(b, "\tm.%s = %s\n", p.fields[0].Name, goFieldRead(p.fields[0], p.at))
		return
	}
	var in []string
	for i := 0; i < p.bits; i += 8 {
		in = append(in, fmt.Sprintf("uint32(b[%d])<<%d", p.at+i/8, i))
	}
	fmt.Fprintf(b, "\tp%d := %s\n", p.at, strings.Join(in, " | "))
	at := 0
	for _, f := range p.fields {
		value := fmt.Sprintf("p%d>>%d&%#x", p.at, at, 1<<f.bits()-1)
		if f.signed() {
			value = fmt.Sprintf("int32(p%d<<%d)>>%d", p.at, 32-at-f.bits(), 32-f.bits())
		}
		fmt.Fprintf(b, "\tm.%s = %s(%s)\n", f.Name, f.Type, value)
		at += f.bits()
	}
}

func goFieldWrite(f field) string {
	switch f.Type {
	case "uint8":
		return fmt.Sprintf("append(b, m.%s)", f.Name)
	case "int8":
		return fmt.Sprintf("append(b, byte(m.%s))", f.Name)
	case "int16":
		return fmt.Sprintf("binary.LittleEndian.AppendUint16(b, uint16(m.%s))", f.Name)
	}
	return fmt.Sprintf("binary.LittleEndian.AppendUint%d(b, m.%s)", f.bits(), f.Name)
}

func goFieldRead(f field, at int) string {
	switch f.Type {
	case "uint8":
		return fmt.Sprintf("b[%d]", at)
	case "int8":
		return fmt.Sprintf("int8(b[%d])", at)
	case "int16":
		return fmt.Sprintf("int16(binary.LittleEndian.Uint16(b[%d:]))", at)
	}
	return fmt.Sprintf("binary.LittleEndian.Uint%d(b[%d:])", f.bits(), at)
}

func tsRecord(b *bytes.Buffer, st *structure) {
	fmt.Fprintf(b, "\n/** Reads one record and returns where the next begins. */\n")
	fmt.Fprintf(b, "export function read%s(r: Reader, at: number, m: %s): number {\n  const v = r.view\n", st.Name, st.Name)
	for _, p := range st.packs() {
		tsPack(b, p)
	}
	if text, ok := st.text(); ok {
		n := st.fixed()
		fmt.Fprintf(b, "  const n = v.getUint8(at + %d)\n  m.%s = r.text(at + %d, n)\n  return at + %d + n\n}\n", n, text.lower(), n+1, n+1)
		return
	}
	fmt.Fprintf(b, "  return at + %d\n}\n", st.fixed())
}

func tsPack(b *bytes.Buffer, p pack) {
	if f := p.fields[0]; p.whole() {
		fmt.Fprintf(b, "  m.%s = %s\n", f.lower(), tsGet(f, p.at))
		return
	}
	var in []string
	for i := 0; i < p.bits; i += 8 {
		in = append(in, tsShift(fmt.Sprintf("v.getUint8(%s)", tsAt(p.at+i/8)), "<<", i))
	}
	fmt.Fprintf(b, "  const p%d = %s\n", p.at, strings.Join(in, " | "))
	at := 0
	for _, f := range p.fields {
		value := fmt.Sprintf("%s & %#x", tsShift(fmt.Sprintf("p%d", p.at), ">>", at), 1<<f.bits()-1)
		if f.signed() {
			value = fmt.Sprintf("(p%d << %d) >> %d", p.at, 32-at-f.bits(), 32-f.bits())
		}
		fmt.Fprintf(b, "  m.%s = %s\n", f.lower(), value)
		at += f.bits()
	}
}

func tsShift(what, how string, by int) string {
	if by == 0 {
		return what
	}
	return fmt.Sprintf("(%s %s %d)", what, how, by)
}

func tsAt(at int) string {
	if at == 0 {
		return "at"
	}
	return fmt.Sprintf("at + %d", at)
}

func tsGet(f field, at int) string {
	kind, endian := "Uint", ""
	if f.signed() {
		kind = "Int"
	}
	if width(f.Type) > 1 {
		endian = ", true"
	}
	return fmt.Sprintf("v.get%s%d(%s%s)", kind, f.bits(), tsAt(at), endian)
}

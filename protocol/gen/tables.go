package main

import (
	"bytes"
	"fmt"
	"go/format"
)

// testTables writes what the tests of the protocol go through, so that a new declaration is tested at once:
// one of each message and record, and the fuzz targets, which Go wants as named functions.
func (s *schema) testTables() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(header + "package protocol\n\nimport \"testing\"\n\n")
	b.WriteString("// everyMessage makes one of each message, in the order of [Messages].\nfunc everyMessage() []message {\n\treturn []message{\n")
	s.each(&b, (*structure).message, "\t\t&%s{},\n")
	b.WriteString("\t}\n}\n\n// everyRecord makes one of each record.\nfunc everyRecord() []record {\n\treturn []record{\n")
	s.each(&b, func(st *structure) bool { return st.Kind == kindRecord }, "\t\t&%s{},\n")
	b.WriteString("\t}\n}\n\n")
	s.each(&b, func(st *structure) bool { return st.Kind == kindUp }, "func FuzzDecode%[1]s(f *testing.F) { fuzzDecode(f, &%[1]s{}, &%[1]s{}) }\n\n")
	s.each(&b, func(st *structure) bool { return st.Kind == kindRecord }, "func FuzzRead%[1]s(f *testing.F) { fuzzRead(f, &%[1]s{}) }\n\n")
	return format.Source(b.Bytes())
}

func (s *schema) each(b *bytes.Buffer, is func(*structure) bool, line string) {
	for _, st := range s.structs {
		if is(st) {
			fmt.Fprintf(b, line, st.Name)
		}
	}
}

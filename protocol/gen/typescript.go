package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

func (s *schema) typescript() []byte {
	var b bytes.Buffer
	b.WriteString(header)
	b.WriteString("import type { Reader, Writer } from './msgpack.ts'\n\n")
	for _, c := range s.consts {
		tsDoc(&b, c.Doc, "")
		fmt.Fprintf(&b, "export const %s = %s\n", c.Name, c.Value)
	}
	s.tsTables(&b)
	for _, st := range s.structs {
		tsStructure(&b, st)
	}
	return b.Bytes()
}

func (s *schema) tsTables(b *bytes.Buffer) {
	b.WriteString("\n/** Close codes by their stable names. */\nexport const Closings: Record<number, string> = {\n")
	for _, c := range s.closing {
		fmt.Fprintf(b, "  %d: %s,\n", c.Code, quote(c.Name))
	}
	b.WriteString("}\n\n/** What a server says at a close, by name, for clients without words of their own. */\n")
	b.WriteString("export const Sentences: Record<string, string> = {\n")
	for _, c := range s.closing {
		fmt.Fprintf(b, "  %s: %s,\n", c.Name, quote(c.Sentence))
	}
	b.WriteString("}\n\n")
	for _, st := range s.structs {
		if st.message() {
			fmt.Fprintf(b, "export const ID%s = %d\n", st.Name, st.ID)
		}
	}
	b.WriteString("\n/** The core message table: schema hash by id. */\nexport const Schemas: Record<number, number> = {\n")
	for _, st := range s.structs {
		if st.message() {
			fmt.Fprintf(b, "  %d: %#08x, // %s\n", st.ID, s.hash(st), st.lower())
		}
	}
	b.WriteString("}\n")
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "\\'") + "'" }

// docLink is a name in brackets, which TypeScript's comments do not link so.
var docLink = regexp.MustCompile(`\[([A-Za-z][A-Za-z0-9.]*)\]`)

func tsDoc(b *bytes.Buffer, doc, indent string) {
	if doc == "" {
		return
	}
	doc = docLink.ReplaceAllString(doc, "$1")
	if !strings.Contains(doc, "\n") {
		fmt.Fprintf(b, "%s/** %s */\n", indent, doc)
		return
	}
	fmt.Fprintf(b, "%s/**\n", indent)
	for _, line := range strings.Split(doc, "\n") {
		fmt.Fprintf(b, "%s\n", strings.TrimRight(indent+" * "+line, " "))
	}
	fmt.Fprintf(b, "%s */\n", indent)
}

func tsStructure(b *bytes.Buffer, st *structure) {
	b.WriteString("\n")
	tsDoc(b, st.Doc, "")
	tsInterface(b, st)
	switch st.Kind {
	case kindUp:
		tsEncode(b, st)
	case kindRecord:
		tsRecord(b, st)
	default:
		tsDecode(b, st)
	}
}

// tsInterface writes the type, and a function that makes an empty one.
func tsInterface(b *bytes.Buffer, st *structure) {
	if len(st.Fields) == 0 {
		fmt.Fprintf(b, "export type %s = Record<string, never>\n\nexport function new%s(): %s {\n  return {}\n}\n", st.Name, st.Name, st.Name)
		return
	}
	fmt.Fprintf(b, "export interface %s {\n", st.Name)
	var zeros []string
	for _, f := range st.Fields {
		tsDoc(b, f.Doc, "  ")
		fmt.Fprintf(b, "  %s: %s\n", f.lower(), tsType(f))
		zeros = append(zeros, f.lower()+": "+tsZero(f))
	}
	fmt.Fprintf(b, "}\n\nexport function new%s(): %s {\n  return { %s }\n}\n", st.Name, st.Name, strings.Join(zeros, ", "))
}

func tsType(f field) string {
	switch f.Type {
	case "bool":
		return "boolean"
	case "string":
		return "string"
	case "bytes":
		return "Uint8Array"
	case "list":
		return f.Of + "[]"
	}
	return "number"
}

func tsZero(f field) string {
	switch f.Type {
	case "bool":
		return "false"
	case "string":
		return "''"
	case "bytes":
		return "new Uint8Array(0)"
	case "list":
		return "[]"
	}
	return "0"
}

func tsEncode(b *bytes.Buffer, st *structure) {
	arg := "m"
	if len(st.Fields) == 0 {
		arg = "_m"
	}
	fmt.Fprintf(b, "\nexport function encode%s(w: Writer, %s: %s): void {\n  w.array(%d)\n  w.uint(%d)\n", st.Name, arg, st.Name, 1+len(st.Fields), st.ID)
	for _, f := range st.Fields {
		verb := "uint"
		switch f.Type {
		case "bool", "string":
			verb = f.Type
		case "bytes":
			verb = "bin"
		case "float64":
			verb = "float"
		case "int8", "int16":
			verb = "int"
		}
		fmt.Fprintf(b, "  w.%s(m.%s)\n", verb, f.lower())
	}
	b.WriteString("}\n")
}

func tsDecode(b *bytes.Buffer, st *structure) {
	arg := "m"
	if len(st.Fields) == 0 {
		arg = "_m"
	}
	fmt.Fprintf(b, "\nexport function decode%s(r: Reader, %s: %s): void {\n", st.Name, arg, st.Name)
	if st.Kind == kindPart {
		fmt.Fprintf(b, "  const outer = r.enter(%d)\n", st.required())
	} else {
		fmt.Fprintf(b, "  r.need(%d)\n", st.required())
	}
	for _, f := range st.Fields {
		fmt.Fprintf(b, "  %s\n", tsRead(f))
	}
	if st.Kind == kindPart {
		b.WriteString("  r.leave(outer)\n")
	}
	b.WriteString("}\n")
}

func tsRead(f field) string {
	if f.Since > 1 {
		return fmt.Sprintf("m.%s = r.left > 0 ? %s : %s", f.lower(), tsValue(f), tsZero(f))
	}
	return fmt.Sprintf("m.%s = %s", f.lower(), tsValue(f))
}

func tsValue(f field) string {
	switch f.Type {
	case "bool":
		return "r.bool()"
	case "float64":
		return "r.float()"
	case "string":
		return fmt.Sprintf("r.string(%d)", f.Limit)
	case "bytes":
		return fmt.Sprintf("r.bin(%d)", f.Limit)
	case "list":
		return fmt.Sprintf("r.list(%d, new%s, decode%s)", f.Limit, f.Of, f.Of)
	}
	return fmt.Sprintf("r.int(%d, %d)", f.Lo, f.Hi)
}

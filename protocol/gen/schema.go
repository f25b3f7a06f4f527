package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"hash/fnv"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// kinds of declarations, as their directive names them.
const (
	kindUp     = "up"
	kindDown   = "down"
	kindPart   = "part"
	kindRecord = "record"
)

// schema is everything declared in the package.
type schema struct {
	structs []*structure
	byName  map[string]*structure
	consts  []constDecl
	closing []closeDecl
}

type structure struct {
	Name   string
	Doc    string
	Kind   string
	ID     int
	Fields []field
}

type field struct {
	Name  string // as in Go
	Type  string // uint8, int16, bool, string, bytes, records, list, float64
	Doc   string
	Lo    int64
	Hi    uint64
	Limit int    // bytes or items
	Of    string // record or part
	Since int
}

type constDecl struct{ Name, Value, Doc string }

type closeDecl struct {
	Code           int64
	Name, Sentence string
}

// lower is the name in TypeScript, in errors and in golden files.
func (f field) lower() string { return strings.ToLower(f.Name[:1]) + f.Name[1:] }

func (s *structure) lower() string { return strings.ToLower(s.Name[:1]) + s.Name[1:] }

// message reports whether s travels by itself.
func (s *structure) message() bool { return s.Kind == kindUp || s.Kind == kindDown }

// size is the length of a record in bytes, 0 when it varies.
func (s *structure) size() int {
	n := 0
	for _, f := range s.Fields {
		if f.Type == "string" {
			return 0
		}
		n += width(f.Type)
	}
	return n
}

// required is how many fields every version of the message has.
func (s *structure) required() int {
	n := 0
	for _, f := range s.Fields {
		if f.Since <= 1 && f.Type != "records" {
			n++
		}
	}
	return n
}

func width(t string) int {
	switch t {
	case "uint8", "int8":
		return 1
	case "uint16", "int16":
		return 2
	case "uint32":
		return 4
	case "float64":
		return 8
	}
	return 0
}

func parse(dir string) (*schema, error) {
	fset := token.NewFileSet()
	s := &schema{byName: map[string]*structure{}}
	var files []*ast.File
	for _, name := range []string{"messages.go", "records.go", "close.go"} {
		f, err := parser.ParseFile(fset, dir+"/"+name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	for _, f := range files {
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				if err := s.addTypes(g); err != nil {
					return nil, err
				}
			}
		}
	}
	s.addConsts(fset, files)
	s.addClosings(files)
	return s, s.check()
}

func (s *schema) addTypes(g *ast.GenDecl) error {
	for _, spec := range g.Specs {
		t := spec.(*ast.TypeSpec)
		body, ok := t.Type.(*ast.StructType)
		if !ok || g.Doc == nil {
			continue
		}
		st := &structure{Name: t.Name.Name, Doc: strings.TrimSpace(g.Doc.Text())}
		for _, c := range g.Doc.List {
			if words := strings.Fields(strings.TrimPrefix(c.Text, "//wire:")); strings.HasPrefix(c.Text, "//wire:") {
				st.Kind = words[0]
				if len(words) > 1 {
					st.ID, _ = strconv.Atoi(words[1])
				}
			}
		}
		if st.Kind == "" {
			continue
		}
		for _, f := range body.Fields.List {
			fields, err := fieldsOf(f)
			if err != nil {
				return fmt.Errorf("%s: %w", st.Name, err)
			}
			st.Fields = append(st.Fields, fields...)
		}
		s.structs = append(s.structs, st)
		s.byName[st.Name] = st
	}
	return nil
}

func fieldsOf(f *ast.Field) ([]field, error) {
	var out []field
	for _, n := range f.Names {
		d := field{Name: n.Name, Doc: strings.TrimSpace(f.Comment.Text()), Since: 1}
		if f.Tag != nil {
			raw, _ := strconv.Unquote(f.Tag.Value)
			if err := d.tag(reflect.StructTag(raw).Get("wire")); err != nil {
				return nil, err
			}
		}
		if err := d.typed(f.Type); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (d *field) tag(tag string) error {
	for _, part := range strings.Split(tag, ",") {
		key, value, _ := strings.Cut(part, "=")
		n, _ := strconv.ParseInt(value, 10, 64)
		switch key {
		case "":
		case "max":
			d.Hi = uint64(n)
		case "min":
			d.Lo = n
		case "bytes", "items":
			d.Limit = int(n)
		case "records":
			d.Of = value
		case "since":
			d.Since = int(n)
		default:
			return fmt.Errorf("field %s: unknown tag %q; known: max, min, bytes, items, records, since", d.Name, key)
		}
	}
	return nil
}

func (d *field) typed(e ast.Expr) error {
	ints := map[string][2]int64{
		"uint8": {0, 1<<8 - 1}, "uint16": {0, 1<<16 - 1}, "uint32": {0, 1<<32 - 1},
		"int8": {-1 << 7, 1<<7 - 1}, "int16": {-1 << 15, 1<<15 - 1},
	}
	switch t := e.(type) {
	case *ast.Ident:
		d.Type = t.Name
		if r, ok := ints[t.Name]; ok {
			if d.Lo == 0 {
				d.Lo = r[0]
			}
			if d.Hi == 0 {
				d.Hi = uint64(r[1])
			}
			return nil
		}
		if t.Name == "bool" || t.Name == "float64" || t.Name == "string" {
			return nil
		}
	case *ast.ArrayType:
		elem := t.Elt.(*ast.Ident).Name
		switch {
		case elem == "byte" && d.Of != "":
			d.Type = "records"
		case elem == "byte":
			d.Type = "bytes"
		default:
			d.Type, d.Of = "list", elem
		}
		return nil
	}
	return fmt.Errorf("field %s: this type cannot travel; use sized integers, bool, float64, string, []byte or a list of parts", d.Name)
}

// check finds what the generators could not express.
func (s *schema) check() error {
	ids := map[int]string{}
	for _, st := range s.structs {
		if st.message() {
			if other := ids[st.ID]; other != "" || st.ID == 0 {
				return fmt.Errorf("%s: id %d is 0 or taken by %q", st.Name, st.ID, other)
			}
			ids[st.ID] = st.Name
		}
		for _, f := range st.Fields {
			if f.Of != "" && s.byName[f.Of] == nil {
				return fmt.Errorf("%s.%s: no part or record %q is declared", st.Name, f.Name, f.Of)
			}
			needs := f.Type == "bytes" || f.Type == "list" || f.Type == "string" && st.Kind != kindRecord
			if needs && f.Limit == 0 {
				return fmt.Errorf("%s.%s: needs a bound, bytes= or items=", st.Name, f.Name)
			}
		}
	}
	sort.SliceStable(s.structs, func(i, j int) bool { return s.structs[i].ID < s.structs[j].ID })
	return nil
}

// canon is the text whose hash names a layout: every change of order, type or bound changes it.
func (s *schema) canon(st *structure) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s(", st.Kind, st.lower())
	for _, f := range st.Fields {
		fmt.Fprintf(&b, "%s:%s[%d,%d,%d];", f.lower(), f.Type, f.Lo, f.Hi, f.Limit)
		if f.Of != "" {
			b.WriteString(s.canon(s.byName[f.Of]))
		}
	}
	b.WriteString(")")
	return b.String()
}

func (s *schema) hash(st *structure) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s.canon(st)))
	return h.Sum32()
}

// addConsts evaluates the constants so that TypeScript gets the same numbers.
func (s *schema) addConsts(fset *token.FileSet, files []*ast.File) {
	conf := types.Config{Error: func(error) {}} // the codecs may not exist yet
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	_, _ = conf.Check("protocol", fset, files, info)
	for _, f := range files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for _, n := range v.Names {
					c, ok := info.Defs[n].(*types.Const)
					if ok && n.IsExported() && c.Val().Kind() == constant.Int {
						s.consts = append(s.consts, constDecl{n.Name, c.Val().ExactString(), strings.TrimSpace(v.Comment.Text())})
					}
				}
			}
		}
	}
}

// addClosings reads the table of close codes.
func (s *schema) addClosings(files []*ast.File) {
	values := map[string]string{}
	for _, c := range s.consts {
		values[c.Name] = c.Value
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			row, ok := n.(*ast.CompositeLit)
			if !ok || len(row.Elts) != 3 {
				return true
			}
			id, ok := row.Elts[0].(*ast.Ident)
			if !ok {
				return true
			}
			code, _ := strconv.ParseInt(values[id.Name], 10, 64)
			name, _ := strconv.Unquote(row.Elts[1].(*ast.BasicLit).Value)
			sentence, _ := strconv.Unquote(row.Elts[2].(*ast.BasicLit).Value)
			s.closing = append(s.closing, closeDecl{code, name, sentence})
			return false
		})
	}
}

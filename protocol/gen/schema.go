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
	Type  string // uint8, int16, bool, string, bytes, list, float64
	Doc   string
	Lo    int64
	Hi    uint64
	Limit int    // bytes or items
	Bits  int    // of an integer in a record that takes less room than its type, else 0
	Of    string // the part of a list
	Since int    // the version that brought the field

	Tagged bool
}

type constDecl struct{ Name, Value, Doc string }

type closeDecl struct {
	Code           int64
	Name, Sentence string
}

// lower is the name in TypeScript, in errors and in golden files.
func (f field) lower() string { return camel(f.Name) }

func (s *structure) lower() string { return camel(s.Name) }

// camel turns ID into id and MinVersion into minVersion.
func camel(name string) string {
	if strings.ToUpper(name) == name {
		return strings.ToLower(name)
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// message reports whether s travels by itself.
func (s *structure) message() bool { return s.Kind == kindUp || s.Kind == kindDown }

// size is the length of a record in bytes, 0 when it varies.
func (s *structure) size() int {
	for _, f := range s.Fields {
		if f.Type == "string" {
			return 0
		}
	}
	return s.fixed()
}

// fixed is how many bytes of a record stand before its text.
func (s *structure) fixed() int {
	n := 0
	for _, f := range s.Fields {
		n += f.bits()
	}
	return n / 8
}

// bits is how much room a field takes in a record; text takes none in what is fixed.
func (f field) bits() int {
	if f.Bits > 0 {
		return f.Bits
	}
	return 8 * width(f.Type)
}

// required is how many fields every version of the message has.
func (s *structure) required() int {
	n := 0
	for _, f := range s.Fields {
		if f.Since == 1 {
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

// parse reads and checks the declarations of the package in dir. Messages come in the order of their ids,
// parts and records before them.
func parse(dir string) (*schema, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range []string{"messages.go", "records.go", "close.go"} {
		f, err := parser.ParseFile(fset, dir+"/"+name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	s := &schema{byName: map[string]*structure{}}
	if err := s.addFiles(files); err != nil {
		return nil, err
	}
	sort.SliceStable(s.structs, func(i, j int) bool { return s.structs[i].ID < s.structs[j].ID })
	s.addConsts(fset, files)
	s.addClosings(files)
	return s, nil
}

func (s *schema) addFiles(files []*ast.File) error {
	for _, f := range files {
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				if err := s.addTypes(g); err != nil {
					return err
				}
			}
		}
	}
	return s.check()
}

func (s *schema) addTypes(g *ast.GenDecl) error {
	for _, spec := range g.Specs {
		t := spec.(*ast.TypeSpec)
		body, ok := t.Type.(*ast.StructType)
		if !ok || g.Doc == nil {
			continue
		}
		st := &structure{Name: t.Name.Name, Doc: strings.TrimSpace(g.Doc.Text())}
		if err := st.directive(g.Doc); err != nil {
			return fmt.Errorf("%s: %w", st.Name, err)
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
	if len(f.Names) == 0 {
		return nil, fmt.Errorf("embedded fields cannot travel; name the field")
	}
	var out []field
	for _, n := range f.Names {
		d := field{Name: n.Name, Doc: strings.TrimSpace(f.Comment.Text()), Since: 1}
		err := d.typed(f.Type)
		if err == nil {
			err = d.tag(f.Tag)
		}
		if err == nil && !n.IsExported() {
			err = fmt.Errorf("only exported fields travel")
		}
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", n.Name, err)
		}
		out = append(out, d)
	}
	return out, nil
}

func (d *field) tag(lit *ast.BasicLit) error {
	if lit == nil {
		return nil
	}
	raw, _ := strconv.Unquote(lit.Value)
	tag, ok := reflect.StructTag(raw).Lookup("wire")
	if !ok {
		return fmt.Errorf("tag %s says nothing; write it as `wire:\"…\"`", lit.Value)
	}
	d.Tagged = true
	for part := range strings.SplitSeq(tag, ",") {
		key, value, _ := strings.Cut(part, "=")
		if err := d.tagged(key, value); err != nil {
			return err
		}
	}
	if d.Lo > int64(d.Hi) {
		return fmt.Errorf("min=%d is above max=%d", d.Lo, d.Hi)
	}
	return nil
}

// typed sets the field's type and the full range of an integer.
func (d *field) typed(e ast.Expr) error {
	switch t := e.(type) {
	case *ast.Ident:
		switch d.Type = t.Name; t.Name {
		case "uint8", "uint16", "uint32", "int8", "int16":
			d.Lo, d.Hi = intRange(t.Name)
			return nil
		case "bool", "float64", "string":
			return nil
		}
	case *ast.ArrayType:
		elem, ok := t.Elt.(*ast.Ident)
		switch {
		case !ok || t.Len != nil:
		case elem.Name == "byte":
			d.Type = "bytes"
			return nil
		default:
			d.Type, d.Of = "list", elem.Name
			return nil
		}
	}
	return fmt.Errorf("this type cannot travel; use sized integers, bool, float64, string, []byte or a list of parts")
}

// canon is the text whose hash names a layout: every change of order, type or bound changes it.
func (s *schema) canon(st *structure) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s(", st.Kind, st.lower())
	for _, f := range st.Fields {
		b.WriteString(f.canon())
		if f.Of != "" {
			b.WriteString(s.canon(s.byName[f.Of]))
		}
	}
	b.WriteString(")")
	return b.String()
}

func (f field) canon() string {
	return fmt.Sprintf("%s:%s[%d,%d,%d];", f.lower(), f.Type, f.Lo, f.Hi, f.Limit)
}

func (s *schema) hash(st *structure) uint32 { return fnv32(s.canon(st)) }

func fnv32(text string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(text))
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

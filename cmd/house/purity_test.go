package house

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Only + - * / and square root give the same bits in Go and in a browser, so the rules use nothing else.
var inexact = []string{
	"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Erf", "Exp", "Exp2", "Expm1",
	"FMA", "Gamma", "Hypot", "Log", "Log10", "Log1p", "Log2", "Pow", "Sin", "Sincos", "Sinh", "Tan", "Tanh",
}

// Of math/rand/v2 the rules take generators that they seed themselves, never the ones of the package.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "PCG", "ChaCha8", "Zipf", "Source"}

func TestRulesComputeTheSameEverywhere(t *testing.T) {
	for _, s := range goSources(t) {
		if !s.isIn("game") || s.isTest() || s.isProgram() {
			continue
		}
		ast.Inspect(s.File, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine: the rules run on their caller's", s.at(n))
			case *ast.SelectorExpr:
				if name := n.Sel.Name; isPackage(n.X, "math") && slices.Contains(inexact, name) {
					t.Errorf("%s calls math.%s, whose last bits differ between machines", s.at(n), name)
				} else if isPackage(n.X, "rand") && !slices.Contains(seeded, name) {
					t.Errorf("%s uses rand.%s, which nobody seeded: take a generator as an argument", s.at(n), name)
				}
			}
			return true
		})
	}
}

func TestNoStateOutsideValues(t *testing.T) {
	tables := map[string][]string{} // names of package variables by folder
	var pure []source
	for _, s := range goSources(t) {
		if !s.isIn("game") && !s.isIn("protocol") || s.isTest() {
			continue
		}
		pure = append(pure, s)
		for _, v := range packageVars(s) {
			if !isFixed(v) {
				t.Errorf("%s: package variable %s is neither an error nor a table: put it into a value that its user owns",
					s.at(v), v.Names[0].Name)
			}
			for _, name := range v.Names {
				tables[s.dir()] = append(tables[s.dir()], name.Name)
			}
		}
	}
	for _, s := range pure {
		for _, change := range changesOf(s, tables[s.dir()]) {
			t.Errorf("%s changes a package variable: give that state an owner", s.at(change))
		}
	}
}

// packageVars leaves out embedded files, which hold still, and checks of the form var _ = x.
func packageVars(s source) []*ast.ValueSpec {
	var vars []*ast.ValueSpec
	for _, decl := range s.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR || strings.Contains(comments(group.Doc), "//go:embed") {
			continue
		}
		for _, spec := range group.Specs {
			v := spec.(*ast.ValueSpec)
			if v.Names[0].Name != "_" && !strings.Contains(comments(v.Doc), "//go:embed") {
				vars = append(vars, v)
			}
		}
	}
	return vars
}

// isFixed allows what nobody has a reason to change: errors, patterns, tables written out in place, and tables that a
// function without arguments makes.
func isFixed(v *ast.ValueSpec) bool {
	return len(v.Values) > 0 && !slices.ContainsFunc(v.Values, func(value ast.Expr) bool { return !isFixedValue(value) })
}

func isFixedValue(value ast.Expr) bool {
	switch e := value.(type) {
	case *ast.CompositeLit:
		foreign, ok := e.Type.(*ast.SelectorExpr)
		return !ok || !isPackage(foreign.X, "sync") && !isPackage(foreign.X, "atomic")
	case *ast.CallExpr:
		switch callee := e.Fun.(type) {
		case *ast.Ident:
			return len(e.Args) == 0
		case *ast.SelectorExpr:
			return slices.Contains([]string{"MakeTable", "MustCompile", "Errorf"}, callee.Sel.Name) ||
				isPackage(callee.X, "errors")
		}
	}
	return false
}

// changesOf finds assignments to one of the names. It goes by name alone: a local of the same name is worth renaming.
func changesOf(s source, names []string) []ast.Node {
	var changes []ast.Node
	ast.Inspect(s.File, func(node ast.Node) bool {
		var targets []ast.Expr
		switch n := node.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				targets = n.Lhs
			}
		case *ast.IncDecStmt:
			targets = []ast.Expr{n.X}
		}
		for _, target := range targets {
			if slices.Contains(names, rootName(target)) {
				changes = append(changes, target)
			}
		}
		return true
	})
	return changes
}

// rootName is a in a, a.b, a[i].c and *a.
func rootName(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return rootName(e.X)
	case *ast.IndexExpr:
		return rootName(e.X)
	case *ast.StarExpr:
		return rootName(e.X)
	case *ast.ParenExpr:
		return rootName(e.X)
	}
	return ""
}

// comments joins a group with its directives, which CommentGroup.Text leaves out.
func comments(group *ast.CommentGroup) string {
	var text strings.Builder
	if group != nil {
		for _, comment := range group.List {
			text.WriteString(comment.Text + "\n")
		}
	}
	return text.String()
}

func isPackage(expr ast.Expr, name string) bool {
	ident, ok := expr.(*ast.Ident)
	return ok && ident.Name == name
}

func TestTestsNeitherSleepNorSkip(t *testing.T) {
	for _, s := range goSources(t) {
		if !s.isTest() {
			continue
		}
		var fake []ast.Node // the bodies that run under synctest's clock, where sleeping costs no time
		ast.Inspect(s.File, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			callee, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch name := callee.Sel.Name; {
			case isPackage(callee.X, "synctest") && name == "Test":
				fake = append(fake, call)
			case isPackage(callee.X, "time") && name == "Sleep" && !isInside(call, fake):
				t.Errorf("%s sleeps: wait for what happens, with a deadline", s.at(call))
			case slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, name) && len(call.Args) < 3 && isTestingName(callee.X):
				t.Errorf("%s skips: a test runs everywhere or goes", s.at(call))
			}
			return true
		})
	}
}

func isInside(node ast.Node, outer []ast.Node) bool {
	return slices.ContainsFunc(outer, func(o ast.Node) bool { return o.Pos() <= node.Pos() && node.End() <= o.End() })
}

func isTestingName(expr ast.Expr) bool {
	return isPackage(expr, "t") || isPackage(expr, "b") || isPackage(expr, "f") || isPackage(expr, "tb")
}

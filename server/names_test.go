package server

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/orbrawl/orbrawl/protocol"
)

func TestCleanName(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"Ada", "Ada"},
		{"  Ada   Lovelace  ", "Ada Lovelace"},
		{"", "Pilot 7"},
		{" \t\r\n ", "Pilot 7"},
		{"\x00\x1b[31mred\x7f", "[31mred"},
		{"a\u202eevil\u2066x\u200f", "aevilx"},
		{"zero\u200bwidth\u200d\ufeff", "zerowidth"},
		{"\u3164", "Pilot 7"},
		{"\u2800\u2800", "Pilot 7"},
		{"a\u115f\u1160\uffa0b", "a b"},
		{"<b>&\"'", "<b>&\"'"},
		{"ｆｕｌｌ　ｗｉｄｔｈ", "full width"},
		{"e\u0301", "é"},
		{"e\u200b\u0301", "é"},
		{"z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034da", "z\u0334\u0319a"},
		{"\u0301\u0301a", "a"},
		{"🚀🚀", "🚀🚀"},
		{"👩\u200d🚀", "👩🚀"},
		{strings.Repeat("x", 10000), strings.Repeat("x", 20)},
		{strings.Repeat("x", 20) + " y", strings.Repeat("x", 20)},
		{strings.Repeat("x", 19) + " y", strings.Repeat("x", 19)},
		{strings.Repeat("🚀", 30), strings.Repeat("🚀", 10)},
		{strings.Repeat("é", 30), strings.Repeat("é", 20)},
		{"a\xffb\xc0", "ab"},
		{"नमस्ते", "नमस्ते"},
		{"สวัสดี", "สวัสดี"},
		{"\U000e0041\U000e007f", "Pilot 7"},
		{"\ufdfa", "صلى الله عليه وسلم"},
	} {
		if got := cleanName(c.typed, 7); got != c.want {
			t.Errorf("%+q became %+q, want %+q", c.typed, got, c.want)
		}
	}
}

// FuzzCleanName: whatever is typed, others see a short line of visible text, and cleaning it again changes
// nothing.
func FuzzCleanName(f *testing.F) {
	for _, s := range []string{"Ada", "", "\u202ea", "e\u200b\u0301", "\ufdfa\u0308", "a \u00a8b", strings.Repeat("ﷺ", 9), "\u1100\u200b\u1161", "가\u11a8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		name := cleanName(typed, 7)
		if !utf8.ValidString(name) || len(name) == 0 || len(name) > protocol.NameBytes || utf8.RuneCountInString(name) > 3*nameRunes {
			t.Fatalf("%+q became %+q", typed, name)
		}
		if strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
			t.Fatalf("%+q became %+q, which has what is not printable", typed, name)
		}
		if again := cleanName(name, 7); again != name {
			t.Fatalf("%+q became %+q, and that %+q", typed, name, again)
		}
	})
}

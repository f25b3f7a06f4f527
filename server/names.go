package server

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/orbrawl/orbrawl/protocol"
)

// nameRunes is the longest name in letters, marksMax the most marks on one letter.
const (
	nameRunes = 20
	marksMax  = 2
)

// cleanName makes what a player typed fit to be shown to others: normalised, on one line, without control and
// direction characters, not too long. What is left of nothing becomes "Pilot" and a number.
func cleanName(typed string, session uint32) string {
	var b strings.Builder
	runes, marks, space := 0, 0, false
	for _, r := range norm.NFKC.String(strings.ToValidUTF8(typed, "")) {
		switch {
		case unicode.IsSpace(r):
			space = runes > 0
			continue
		case !unicode.IsPrint(r): // controls, direction marks, private and unassigned characters
			continue
		case unicode.IsMark(r):
			if marks++; marks > marksMax || runes == 0 {
				continue
			}
		default:
			marks = 0
			runes++
		}
		if space && runes < nameRunes {
			b.WriteByte(' ')
			runes++
		}
		space = false
		if runes > nameRunes || b.Len()+utf8.RuneLen(r) > protocol.NameBytes {
			break
		}
		b.WriteRune(r)
	}
	if name := strings.TrimSpace(b.String()); name != "" {
		return name
	}
	return fmt.Sprintf("Pilot %d", session%10000)
}

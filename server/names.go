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
	seen := strings.Map(visible, strings.ToValidUTF8(typed, ""))
	if name := shorten(norm.NFKC.String(seen)); name != "" { // hidden characters would have kept letters apart
		return name
	}
	return fmt.Sprintf("Pilot %d", session%10000)
}

// visible turns what looks like a space into one, and drops what cannot be seen: controls, direction marks,
// private and unassigned characters.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r), r == brailleBlank, unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) && unicode.IsLetter(r):
		return ' '
	case !unicode.IsPrint(r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
		return -1
	}
	return r
}

// brailleBlank is a letter without a dot.
const brailleBlank = '\u2800'

// shorten takes whole letters from the front, with single spaces between words and few marks on each letter.
func shorten(text string) string {
	var b strings.Builder
	runes, marks, space := 0, 0, false
	for _, r := range text {
		mark := unicode.IsMark(r)
		switch r = visible(r); {
		case r < 0:
			continue
		case r == ' ':
			space = runes > 0
			continue
		case mark:
			if marks++; marks > marksMax || runes == 0 || space {
				continue
			}
		default:
			marks = 0
			runes++
		}
		if space {
			runes++
			b.WriteByte(' ')
			space = false
		}
		if runes > nameRunes || b.Len()+utf8.RuneLen(r) > protocol.NameBytes {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

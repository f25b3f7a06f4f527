package protocol

import (
	"regexp"
	"testing"
)

// TestClosings: the table is ordered, its names are labels, its sentences are sentences that fit a Bye and a
// close frame's 123 bytes.
func TestClosings(t *testing.T) {
	label := regexp.MustCompile(`^[a-z][a-z_]*$`)
	sentence := regexp.MustCompile(`^[A-Z].*[.]$`)
	names := map[string]bool{"other": true}
	for i, c := range Closings {
		if i > 0 && c.Code <= Closings[i-1].Code {
			t.Errorf("%d stands behind %d", c.Code, Closings[i-1].Code)
		}
		if names[c.Name] || !label.MatchString(c.Name) || !sentence.MatchString(c.Sentence) || len(c.Sentence) > 123 {
			t.Errorf("%d: %q, %q", c.Code, c.Name, c.Sentence)
		}
		names[c.Name] = true
		if c.Code.Closing() != c || c.Code.String() != c.Name {
			t.Errorf("%d is looked up as %v", c.Code, c.Code.Closing())
		}
	}
	if c := CloseCode(3999).Closing(); c.Code != 3999 || c.Name != "other" || c.Sentence == "" {
		t.Errorf("an unknown code is %+v", c)
	}
}

// TestReturns holds the rule of PROTOCOL.md on who comes back.
func TestReturns(t *testing.T) {
	back := map[CloseCode]bool{1011: true, 1012: true, 1013: true}
	for c := CloseCode(1000); c < 5000; c++ {
		if want := back[c] || c >= 4000 && c < 4500; c.Returns() != want {
			t.Errorf("%d returns: %v, want %v", c, c.Returns(), want)
		}
	}
}

func TestMessageNames(t *testing.T) {
	for i, k := range Messages {
		if MessageID(k.ID).String() != k.Name || nameOf(everyMessage()[i]) != k.Name {
			t.Errorf("%d is %q, %q and %q", k.ID, k.Name, MessageID(k.ID), nameOf(everyMessage()[i]))
		}
	}
	if got := MessageID(60000).String(); got != "unknown" {
		t.Error(got)
	}
}

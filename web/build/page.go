package main

import (
	"bytes"
	"fmt"
	"os"
)

// writePage copies the page with its references, "/main.js", "/style.css" and "/later.css", turned into the hashed
// names, and with a hint for every other file that the script needs before it can run.
func writePage(from, to string, b bundle) error {
	page, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	for _, name := range b.eager {
		if name == b.script || name == b.style {
			continue
		}
		page = bytes.Replace(page, []byte("</head>"), fmt.Appendf(nil, "  <link rel=\"modulepreload\" href=\"/%s\" />\n  </head>", name), 1)
	}
	for name, real := range map[string]string{"/main.js": b.script, "/style.css": b.style, "/later.css": b.later} {
		quoted := []byte(`"` + name + `"`)
		if n := bytes.Count(page, quoted); n != 1 {
			return fmt.Errorf("%s refers %d times to %s, it must do so once", from, n, quoted)
		}
		page = bytes.Replace(page, quoted, []byte(`"/`+real+`"`), 1)
	}
	return os.WriteFile(to, page, 0o644)
}

package main

import (
	"bytes"
	"fmt"
	"os"
)

// writePage copies the page with its two references, "/main.js" and "/style.css", turned into the hashed names.
func writePage(from, to string, b bundle) error {
	page, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	for name, real := range map[string]string{"/main.js": b.script, "/style.css": b.style} {
		quoted := []byte(`"` + name + `"`)
		if n := bytes.Count(page, quoted); n != 1 {
			return fmt.Errorf("%s refers %d times to %s, it must do so once", from, n, quoted)
		}
		page = bytes.Replace(page, quoted, []byte(`"/`+real+`"`), 1)
	}
	return os.WriteFile(to, page, 0o644)
}

// Package launch is what bench and soak share: to learn where a server that they started listens.
package launch

import (
	"bufio"
	"errors"
	"io"
	"regexp"
	"time"
)

const startUp = 20 * time.Second

var address = regexp.MustCompile(`^orbrawl: (play|admin) at (http://\S+)$`)

// Addresses reads from the output of a server with an admin listener where it listens, both as URLs. It gives up, and
// closes the output, when the server has not said so in 20 s.
func Addresses(said io.ReadCloser) (page, admin string, err error) {
	late := time.AfterFunc(startUp, func() { said.Close() })
	defer late.Stop()
	for lines := bufio.NewScanner(said); page == "" || admin == ""; {
		if !lines.Scan() {
			return "", "", errors.Join(errors.New("the server did not say where it listens"), lines.Err())
		}
		switch m := address.FindStringSubmatch(lines.Text()); {
		case m == nil:
		case m[1] == "play":
			page = m[2]
		default:
			admin = m[2]
		}
	}
	return page, admin, nil
}

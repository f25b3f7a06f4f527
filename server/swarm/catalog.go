package swarm

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/orbrawl/orbrawl/game/catalog"
)

// fetchCatalog gets the numbers that the server plays by, as every client does.
func fetchCatalog(ctx context.Context, client *http.Client, url string) (*catalog.Catalog, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/api/catalog", nil)
	if err != nil {
		return nil, fmt.Errorf("swarm: catalog: %w", err)
	}
	answer, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("swarm: catalog: %w; is there a server? Choose it with --url", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("swarm: catalog: %s/api/catalog answers %s", url, answer.Status)
	}
	c := &catalog.Catalog{}
	if err := json.NewDecoder(http.MaxBytesReader(nil, answer.Body, 4<<20)).Decode(c); err != nil {
		return nil, fmt.Errorf("swarm: catalog: %s/api/catalog: %w", url, err)
	}
	return c, link(c)
}

// link resolves the keys that stand for indices, which do not travel.
func link(c *catalog.Catalog) error {
	if len(c.Hulls) == 0 || len(c.Weapons) == 0 || len(c.Growth.Tracks) != catalog.TrackCount {
		return fmt.Errorf("swarm: catalog: it has %d hulls, %d weapons and %d tracks; needed are some of each, and %d tracks",
			len(c.Hulls), len(c.Weapons), len(c.Growth.Tracks), catalog.TrackCount)
	}
	for i := range c.Hulls {
		h := &c.Hulls[i]
		h.GunIndex = slices.IndexFunc(c.Weapons, func(w catalog.Weapon) bool { return w.Key == h.Gun })
		if h.GunIndex < 0 {
			return fmt.Errorf("swarm: catalog: hull %q has the gun %q, which is not among the weapons", h.Key, h.Gun)
		}
	}
	return nil
}

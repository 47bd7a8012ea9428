package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// Of what a kernel answered once, and "ip -j -d" printed then, this program prints the same, on every machine: of kinds
// that the running kernel does not have, too.
func TestReplies(t *testing.T) {
	nltest.LittleEndianOnly(t)
	j := &judge{differences: readListed(t, "differences", true, true)}
	for _, g := range nltest.Goldens(t, "reply-*") {
		if !json.Valid(g.JSON) {
			continue // what ip(8) prints of neighbours with -s is none
		}
		t.Run(g.Name, func(t *testing.T) {
			q, is := asked(g.Command)
			if !is {
				return
			}
			what := objectsOf(q)[0]
			all := printed(t, what, q, g)
			if all == nil {
				return
			}
			var b bytes.Buffer
			if err := json.NewEncoder(&b).Encode(all); err != nil {
				t.Fatal(err)
			}
			c := compare(decode(t, string(g.JSON), what), decode(t, b.String(), what))
			c.found = slices.DeleteFunc(c.found, unnamed)
			for _, d := range j.judge(g.Name, c) {
				t.Error(d)
			}
		})
	}
}

// printed returns what is printed of the messages of a golden.
func printed(t *testing.T, what string, q question, g nltest.Golden) (all []*object) {
	p := &program{detail: true, json: true, stats: strings.Count(strings.Join(q.options, " "), "-s")}
	for _, m := range g.Messages() {
		switch body := m[16:]; what {
		case "link":
			var l rtnl.Link
			parseMessage(t, body, 16, &l)
			all = append(all, p.linkJSON(&l))
		case "route":
			var r rtnl.Route
			parseMessage(t, body, 12, &r)
			all = append(all, p.routeJSON(&r, !strings.Contains(q.show[0], " get ") && !strings.Contains(q.show[0], "table all")))
		case "nexthop":
			var n rtnl.Nexthop
			parseMessage(t, body, 8, &n)
			all = append(all, p.nexthopJSON(&n))
		case "neigh":
			var n rtnl.Neigh
			parseMessage(t, body, 12, &n)
			all = append(all, p.neighJSON(&n, strings.Contains(q.show[0], " dev ")))
		case "rule":
			var r rtnl.Rule
			parseMessage(t, body, 12, &r)
			all = append(all, p.ruleJSON(&r))
		}
	}
	return all
}

func parseMessage(t *testing.T, body []byte, head int, v nlattr.Attrser) {
	t.Helper()
	if err := nlattr.Parse(body, head, v); err != nil {
		t.Error(err)
	}
}

var noName = regexp.MustCompile(`^"if[0-9]+"$`)

// unnamed reports whether a difference is that here there is only the index of a link or of a nexthop, and nothing else
// of it.
func unnamed(d difference) bool {
	return noName.MatchString(asJSON(d.ours)) || d.path == "route.nh_info" || strings.HasSuffix(d.path, ".flags[]") && strings.Contains(asJSON(d.theirs), "M-DOWN")
}

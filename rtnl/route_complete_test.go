package rtnl_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// tagsOf returns the JSON tags of a struct's fields, with a reason.
func tagsOf(v any, why string) map[string]string {
	tags := map[string]string{}
	s := reflect.TypeOf(v)
	for i := range s.NumField() {
		tag, _, _ := strings.Cut(s.Field(i).Tag.Get("json"), ",")
		tags[tag] = why
	}
	return tags
}

// TestRouteComplete fails for constants of RTA_* that have no line, and for JSON
// tags that are no line's name.
func TestRouteComplete(t *testing.T) {
	const unused, header = "the kernel does not use it any longer", "it is in the header"
	inMore := tagsOf(rtnl.RouteMore{}, "it is in More")
	for _, own := range []string{"unknown", "-"} {
		delete(inMore, own)
	}
	for name, why := range map[string]string{"via": "it is gateway's", "encap_type": "it is encap's"} {
		inMore[name] = why
	}
	complete.Set{
		Prefix: "RTA_",
		But: map[string]string{
			"RTA_PROTOINFO": unused, "RTA_SESSION": unused, "RTA_MP_ALGO": unused,
			"RTA_ENCAP": "it has a list that depends on the type",
		},
		NoTag: inMore,
		NoLine: map[string]string{
			"flags": header, "family": header, "type": header, "protocol": header, "tos": header, "scope": header, "more": "it is no attribute",
		},
	}.Check(t, &rtnl.Route{More: new(rtnl.RouteMore)})
}

// TestMetricsComplete is TestRouteComplete for the metrics.
func TestMetricsComplete(t *testing.T) {
	named := map[nlattr.Type]string{}
	for _, l := range nlattr.Describe(&rtnl.Route{More: new(rtnl.RouteMore)}) {
		if name, ok := strings.CutPrefix(l.Path, "metrics."); ok {
			named[l.Type] = name
		}
	}
	all := complete.Set{Prefix: "RTAX_"}.Constants(t)
	for constant, typ := range all {
		if named[typ] == "" {
			t.Errorf("no line has %s", constant)
		}
	}
	if len(all) != 17 || len(named) != len(all) {
		t.Errorf("%d constants and %d lines, want 17: %v", len(all), len(named), named)
	}
}

package place

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
)

// RoundTrip decodes a message body with a fixed header of head bytes, for fuzz
// targets. The input stays as it is, and what was well formed survives being sent
// again, but for attributes whose place another one has taken.
func RoundTrip[T any, P rtnl.Decoded[T]](t *testing.T, b []byte, head int) {
	t.Helper()
	in := bytes.Clone(b)
	var v, again T
	bad := nlattr.Parse(b, head, P(&v))
	if !bytes.Equal(in, b) {
		t.Fatal("decoding changed the message")
	}
	out, err := new(nlattr.Codec).EncodeReport(nil, P(&v))
	if bad != nil || err != nil {
		return // no kernel sends that
	}
	if err := nlattr.Parse(out, head, P(&again)); err != nil {
		t.Fatalf("sent again it is malformed: %v\n% x\n% x", err, b, out)
	}
	if diff := Diff(v, again, cmpopts.EquateEmpty()); diff != "" && !strings.Contains(diff, "another one follows") {
		t.Errorf("sent again it is another: -before +after\n%s\n% x\n% x", diff, b, out)
	}
}

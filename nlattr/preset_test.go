package nlattr_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/eb30ede5/netlink/nlattr"
)

// An absent attribute leaves its field alone, whatever the form, and the codec
// as good as new. Prefix alone reads something out of the header.
func TestFieldsSetBefore(t *testing.T) {
	c := new(nlattr.Codec)
	b := encoded(t, everything())
	var v, want, again every
	for _, p := range []*every{&v, &want} {
		if err := c.Decode(b, everyLen, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Decode(b[:everyLen], everyLen, &v); err != nil {
		t.Error(err)
	}
	v.Prefix = want.Prefix
	if diff := cmp.Diff(want, v, same); diff != "" {
		t.Errorf("decoded from nothing: -before +after\n%s", diff)
	}
	if err := c.Decode(b, everyLen, &again); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(want, again, same); diff != "" {
		t.Errorf("decoded next: -want +got\n%s", diff)
	}
}

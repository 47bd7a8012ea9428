package sriov_test

import (
	"testing"

	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// Each attribute has the number of the function, also where it is the only one.
func TestNumber(t *testing.T) {
	want := map[string]uint32{
		"link-set-vf": 3, "link-set-vf-off": 4, "link-set-vf-vlan": 5, "link-set-vf-vlans": 258, "link-set-vf-min-rate": 6, "link-set-vf-rate": 2,
	}
	for _, o := range codedObjects(t) {
		v := o.V.(*sriov.VF)
		if err := nlattr.Parse(o.Body, 0, v); err != nil || v.VF != want[o.Name] {
			t.Errorf("%s: function %d, %v, want %d", o.Name, v.VF, err, want[o.Name])
		}
		for _, l := range v.VLANs {
			if l.VF != v.VF || l.ID == 0 {
				t.Errorf("%s: VLAN %+v of function %d", o.Name, l, v.VF)
			}
		}
		delete(want, o.Name)
	}
	for name := range want {
		t.Errorf("there is no VF in %s", name)
	}
}

package rtnl_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/eb30ede5/netlink/internal/nltest"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/kind"
	"github.com/eb30ede5/netlink/rtnl/port"
	"github.com/eb30ede5/netlink/rtnl/sriov"
)

// No device of the tests has ports of devlink, pins or port profiles, and ip(8)
// cannot send the latter, so their bytes are by hand.
func TestLinkOfHardware(t *testing.T) {
	nltest.LittleEndianOnly(t)
	uuid := func(b byte) []byte { return bytes.Repeat([]byte{b, b + 1}, 8) }
	attr := func(typ byte, payload ...byte) []byte {
		b := append([]byte{byte(4 + len(payload)), 0, typ, 0}, payload...)
		return append(b, make([]byte, (4-len(payload)%4)%4)...)
	}
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	nest := func(typ byte, parts ...[]byte) []byte { return attr(typ, join(parts...)...) }
	profile := join(
		attr(2, []byte("p\x00")...), attr(3, 1, 2, 3, 4, 5, 0, 0, 0), attr(4, uuid(0x10)...), attr(5, uuid(0x20)...), attr(6, 2), attr(7, 0x05, 0x01))
	b := join(make([]byte, 16),
		nest(24, nest(1, attr(1, 3, 0, 0, 0), profile)),
		nest(25, profile),
		nest(62, attr(1, []byte("pci\x00")...), attr(2, []byte("0000:03:00.0\x00")...), attr(3, 7, 0, 0, 0)),
		nest(65, attr(1, 0x2a, 1, 0, 0)),
		nest(18, attr(1, []byte("abacus\x00")...), attr(3, 1, 2, 3, 4)),
	)
	self := port.Profile{
		Profile: "p", VSIType: []byte{1, 2, 3, 4, 5, 0, 0, 0}, InstanceUUID: uuid(0x10), HostUUID: uuid(0x20),
		Request: rtnl.Some(port.Associate), Response: rtnl.Some(port.Response(261)),
	}
	ofVF := self
	ofVF.VF = rtnl.U32(3)
	want := rtnl.Link{
		VFPorts: []port.Profile{ofVF}, PortSelf: &self,
		DevlinkPort: &port.Devlink{Bus: "pci", Dev: "0000:03:00.0", Index: 7}, DPLLPin: rtnl.U32(298), XStats: []byte{1, 2, 3, 4},
	}
	var got, again rtnl.Link
	if err := nlattr.Parse(b, 16, &got); err != nil {
		t.Fatal(err)
	}
	if got.Kind.Kind() != "abacus" {
		t.Errorf("the kind is %v", got.Kind)
	}
	place.SameFields(t, got, want)
	if len(got.Unknown) != 0 {
		t.Errorf("unknown: %v", got.Unknown)
	}
	if s := got.DevlinkPort.String(); s != "pci/0000:03:00.0/7" {
		t.Error(s)
	}
	report, err := new(nlattr.Codec).EncodeReport(nil, &got)
	if err != nil {
		t.Fatal(err)
	}
	if err := nlattr.Parse(report, 16, &again); err != nil {
		t.Error(err)
	}
	if diff := place.Diff(got, again); diff != "" {
		t.Errorf("written and read: %s", diff)
	}

	// What is reported is not sent.
	want.Kind = nil
	r, err := rtnl.SetLink(2, want).AppendMessage(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sent := join(make([]byte, 16), nest(24, nest(1, attr(1, 3, 0, 0, 0), profile[:len(profile)-8])), nest(25, profile[:len(profile)-8]))
	sent[4] = 2
	sent = join([]byte{byte(16 + len(sent)), 0, 0, 0, 16, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0}, sent)
	if diff := nltest.DiffMessages(sent, r, nil); diff != "" {
		t.Errorf("sent:\n%s", diff)
	}

	// The empty nests of other links leave no trace.
	got = rtnl.Link{}
	if err := nlattr.Parse(join(make([]byte, 16), nest(62), nest(65)), 16, &got); err != nil || got.DevlinkPort != nil || got.DPLLPin.Is() || got.Unknown != nil {
		t.Errorf("empty: %+v, %v", got, err)
	}
}

func TestLinkHardwareRejected(t *testing.T) {
	for _, tt := range []struct {
		l    rtnl.Link
		want string
	}{
		{rtnl.Link{PortSelf: &port.Profile{HostUUID: []byte{1}}}, "port_self.host_uuid: 1 bytes, want 16"},
		{rtnl.Link{VFPorts: []port.Profile{{VF: rtnl.U32(1), InstanceUUID: make([]byte, 17)}}}, "vf_ports[0].instance_uuid: 17 bytes, want 16"},
		{rtnl.Link{PortSelf: &port.Profile{Profile: strings.Repeat("x", 40)}}, "has 40 bytes, at most 39"},
		{rtnl.Link{VFs: []sriov.VF{{VLAN: &sriov.VLAN{ID: 4096}}}}, "vfinfo_list[0].vlan: 4096 is not 0 to 4095"},
		{rtnl.Link{VFs: []sriov.VF{{VLAN: &sriov.VLAN{ID: 1, QoS: 8}}}}, "vfinfo_list[0].vlan: qos 8 is not 0 to 7"},
		{rtnl.Link{VFs: []sriov.VF{{VLAN: &sriov.VLAN{ID: 1, Protocol: kind.EtherType8021AD}}}}, "vlan: a protocol; only what is in vlan_list can have one"},
		{rtnl.Link{VFs: []sriov.VF{{VLANs: []sriov.VLAN{{ID: 5000}}}}}, "vfinfo_list[0].vlan_list: 5000 is not 0 to 4095"},
	} {
		_, err := rtnl.SetLink(2, tt.l).AppendMessage(nil, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want an error with %q", err, tt.want)
		}
	}
}

func TestPortWords(t *testing.T) {
	r := rtnl.SetLink("eth0", rtnl.Link{
		VFPorts:  []port.Profile{{VF: rtnl.U32(3), Profile: "p", Request: rtnl.Some(port.PreassociateRR)}},
		PortSelf: &port.Profile{Profile: "q", Request: rtnl.Some(port.Disassociate)},
	})
	if got, want := r.String(), "link set eth0 port vf 3 profile p request preassociate_rr port profile q request disassociate"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for r, want := range map[port.Response]string{0: "success", 256: "success", 261: "error", 5: "vtid_version_violation", 999: "999"} {
		if got := r.String(); got != want {
			t.Errorf("%d: %q, want %q", uint16(r), got, want)
		}
	}
}

package bridge_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/eb30ede5/netlink/internal/complete"
	"github.com/eb30ede5/netlink/internal/place"
	"github.com/eb30ede5/netlink/internal/uapi"
	"github.com/eb30ede5/netlink/nlattr"
	"github.com/eb30ede5/netlink/rtnl"
	"github.com/eb30ede5/netlink/rtnl/bridge"
	"github.com/eb30ede5/netlink/rtnl/kind"
)

// The kernels of these tests have neither MRP nor CFM (CONFIG_BRIDGE_MRP and
// CONFIG_BRIDGE_CFM), so what is read here no kernel has sent: it is made by hand,
// after the kernel's header if_bridge.h.

// nla is an attribute; a number is a u32, in host byte order as all here.
func nla(typ uint16, payload ...any) []byte {
	b := binary.NativeEndian.AppendUint16(make([]byte, 2, 64), typ)
	for _, p := range payload {
		switch p := p.(type) {
		case []byte:
			b = append(b, p...)
		case int:
			b = binary.NativeEndian.AppendUint32(b, uint32(p))
		case uint16:
			b = binary.NativeEndian.AppendUint16(b, p)
		case uint8:
			b = append(b, p)
		}
	}
	binary.NativeEndian.PutUint16(b, uint16(len(b)))
	return append(b, make([]byte, -len(b)&3)...)
}

// portMsg is a message about bridge 9.
func portMsg(spec ...any) []byte {
	head := make([]byte, 16+16)
	binary.NativeEndian.PutUint16(head[4:], uapi.RTM_NEWLINK)
	head[16] = 7
	binary.NativeEndian.PutUint32(head[16+4:], 9)
	return append(head, nla(26, spec...)...) // IFLA_AF_SPEC
}

func TestReadMRP(t *testing.T) {
	msg := portMsg(nla(4,
		nla(7, nla(1, 501), nla(2, 12), nla(3, 13), nla(4, uint16(32768)), nla(5, 1), nla(6, 2), nla(7, 20000), nla(8, 3), nla(9, 1),
			nla(10, 14), nla(11, 0), nla(12, 1), nla(13, 50000), nla(14, 8)),
		nla(7, nla(1, 502), nla(6, 1), nla(90, 7)))) // of IFLA_BRIDGE_MRP
	us := func(n int) rtnl.Opt[time.Duration] { return rtnl.Some(time.Duration(n) * time.Microsecond) }
	want := []bridge.MRP{
		{
			RingID: rtnl.U32(501), PrimaryIndex: 12, SecondaryIndex: 13, InIndex: 14, Priority: rtnl.U16(32768), State: rtnl.Some(bridge.MRPClosed),
			Role: rtnl.Some(bridge.MRPManager), TestTime: us(20000), TestMaxMiss: rtnl.U32(3), TestMonitor: rtnl.On, InState: rtnl.Some(bridge.MRPOpen),
			InRole: rtnl.Some(bridge.MRPInClient), InTestTime: us(50000), InTestMaxMiss: rtnl.U32(8),
		},
		{RingID: rtnl.U32(502), Role: rtnl.Some(bridge.MRPClient), Unknown: []nlattr.Attr{{Type: 90, Data: binary.NativeEndian.AppendUint32(nil, 7)}}},
	}
	got := readPort(t, &bridge.PortFilter{MRP: true}, msg, 8|16)
	if diff := place.Diff(want, got.MRP); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if s := want[0].Role.String() + " " + want[0].InRole.String() + " " + want[0].State.String() + " " + want[0].InState.String(); s != "MRM MIC closed open" {
		t.Errorf("in words it is %q", s)
	}
}

func TestReadCFM(t *testing.T) {
	maid := bytes.Repeat([]byte{0xa1, 0xb2, 0xc3}, 16)
	msg := portMsg(nla(5,
		nla(9, nla(1, 31), nla(2, 1), nla(3, 1), nla(4, 12)),
		nla(9, nla(1, 32), nla(2, 0), nla(3, 0), nla(4, 13)),
		nla(10, nla(1, 31), nla(2, []byte{2, 17, 34, 51, 68, 85}), nla(3, 5), nla(4, 1201)),
		nla(11, nla(1, 31), nla(2, 1), nla(3, 4), nla(4, maid)),
		nla(12, nla(1, 31), nla(2, 1)),
		nla(13, nla(1, 31), nla(2, []byte{1, 128, 194, 0, 0, 53}), nla(3, 1), nla(4, 77), nla(5, 1), nla(6, uint8(6)), nla(7, 0), nla(8, uint8(9))),
		nla(14, nla(1, 31), nla(2, 1302)),
		nla(14, nla(1, 31), nla(2, 1303)),
		nla(15, nla(1, 31), nla(2, 1), nla(3, 0), nla(4, 1)),
		nla(16, nla(1, 31), nla(2, 1302), nla(3, 1), nla(4, 0), nla(5, uint8(2)), nla(6, uint8(3)), nla(7, 1), nla(8, 0), nla(9, 1)),
		nla(99, 5))) // of IFLA_BRIDGE_CFM
	one := rtnl.U32(31)
	want := &bridge.CFM{
		MEPs: []bridge.CFMMEP{
			{Instance: one, Domain: rtnl.U32(1), Direction: rtnl.U32(1), DevIndex: 12}, {Instance: rtnl.U32(32), Domain: rtnl.U32(0), Direction: rtnl.U32(0), DevIndex: 13},
		},
		Configs: []bridge.CFMConfig{{Instance: one, Unicast: hw(mac1), Level: rtnl.U32(5), ID: rtnl.U32(1201)}},
		Checks:  []bridge.CFMCheck{{Instance: one, Enable: rtnl.On, Interval: rtnl.U32(4), MAID: maid}},
		RDIs:    []bridge.CFMRDI{{Instance: one, RDI: rtnl.On}},
		Sent: []bridge.CFMSent{{
			Instance: one, To: hw("01:80:c2:00:00:35"), SeqUpdate: rtnl.On, Period: rtnl.Some(77 * time.Second), IfTLV: rtnl.On, IfTLVValue: rtnl.U8(6),
			PortTLV: rtnl.Off, PortTLVValue: rtnl.U8(9),
		}},
		Peers:  []bridge.CFMPeer{{Instance: one, ID: rtnl.U32(1302)}, {Instance: one, ID: rtnl.U32(1303)}},
		Status: []bridge.CFMStatus{{Instance: one, UnexpectedOpcode: rtnl.On, UnexpectedVersion: rtnl.Off, LowLevel: rtnl.On}},
		PeerStatus: []bridge.CFMPeerStatus{{
			Instance: one, ID: rtnl.U32(1302), Defect: rtnl.On, RDI: rtnl.Off, PortTLVValue: rtnl.U8(2), IfTLVValue: rtnl.U8(3), Seen: rtnl.On, TLVSeen: rtnl.Off, UnexpectedSeq: rtnl.On,
		}},
		Unknown: []nlattr.Attr{{Type: 99, Data: binary.NativeEndian.AppendUint32(nil, 5)}},
	}
	if diff := place.Diff(want, readPort(t, &bridge.PortFilter{CFM: true}, msg, 32|64).CFM); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// readPort lists what msg says, checks that it was asked for with the mask, and
// that it is the same when written and read again.
func readPort(t *testing.T, f *bridge.PortFilter, msg []byte, mask uint32) bridge.Port {
	t.Helper()
	binary.NativeEndian.PutUint32(msg, uint32(len(msg)))
	c, k := dialKernel(t, [][]byte{msg})
	list, err := rtnl.Collect(bridge.Ports(t.Context(), c, f))
	if err != nil || len(list) != 1 || list[0].DevIndex != 9 || list[0].Unknown != nil {
		t.Fatalf("%+v, %v", list, err)
	}
	if want := nla(29, int(mask&^8)); !bytes.HasSuffix(k.sent, want) { // IFLA_EXT_MASK
		t.Errorf("asked % x, want % x at its end", k.sent, want)
	}
	b, err := new(nlattr.Codec).EncodeReport(nil, &list[0])
	if err != nil {
		t.Fatal(err)
	}
	var again bridge.Port
	if err := nlattr.Parse(b, 16, &again); err != nil {
		t.Error(err)
	}
	if diff := place.Diff(list[0], again); diff != "" {
		t.Errorf("written and read again: -want +got\n%s", diff)
	}
	return list[0]
}

func TestMRPComplete(t *testing.T) {
	complete.Set{Prefix: "IFLA_BRIDGE_MRP_INFO_"}.Check(t, new(bridge.MRP))
	const prefix = "IFLA_BRIDGE_CFM_"
	// The others of IFLA_BRIDGE_MRP_* and IFLA_BRIDGE_CFM_* are of requests.
	cfm, reports := new(bridge.CFM), map[nlattr.Type]string{}
	for name, typ := range (complete.Set{Prefix: prefix}).Constants(t) {
		if strings.HasSuffix(name, "_INFO") {
			reports[typ] = name
		}
	}
	for _, l := range nlattr.Describe(cfm) {
		if !strings.Contains(l.Path, ".") {
			delete(reports, l.Type)
		}
	}
	if len(reports) != 0 {
		t.Errorf("CFM has no line for %v", reports)
	}
	for nest, in := range map[string]string{
		"mep_create": "MEP_CREATE_", "mep_config": "MEP_CONFIG_", "cc_config": "CC_CONFIG_", "cc_rdi": "CC_RDI_", "cc_ccm_tx": "CC_CCM_TX_",
		"cc_peer_mep": "CC_PEER_MEP", "mep_status": "MEP_STATUS_", "cc_peer_status": "CC_PEER_STATUS_",
	} {
		s := complete.Set{Prefix: prefix + in}
		if in == "CC_PEER_MEP" {
			in += "_"
		}
		s.But = map[string]string{}
		for _, name := range []string{in + "INFO", in + "ADD", in + "REMOVE"} {
			if _, ok := s.Constants(t)[prefix+name]; ok {
				s.But[prefix+name] = "an attribute of CFM, or of requests"
			}
		}
		covers(t, cfm, nest+"[0].", s)
	}
}

// Without MRP and CFM the kernel answers, or refuses the question.
func TestPortsWithoutMRP(t *testing.T) {
	p := bridged(t, kind.Bridge{})
	list, err := rtnl.Collect(bridge.Ports(t.Context(), p.Conn, &bridge.PortFilter{MRP: true, CFM: true}))
	if err != nil && !errors.Is(err, syscall.EOPNOTSUPP) {
		t.Error(err)
	}
	if slices.ContainsFunc(list, func(l bridge.Port) bool { return l.MRP != nil || l.CFM != nil }) {
		t.Errorf("%+v", list)
	}
}

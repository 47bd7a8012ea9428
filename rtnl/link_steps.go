package rtnl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/eb30ede5/netlink/rtnl/kind"
)

func (l *Link) steps(v *Verb, dev string, index int32) ([]step, error) {
	switch {
	case v == &linkAdd:
		return addSteps(l)
	case dev == "" && index == 0:
		return nil, errors.New(`no device has the name ""`) // the kernel would take a group for what is meant
	case v == &linkSet:
		return setSteps(l, dev, index)
	}
	return nil, nil
}

// addSteps returns the messages that make l, or nil if one does.
func addSteps(l *Link) ([]step, error) {
	if l.Kind == nil {
		return nil, errors.New("no kind of link is given")
	}
	if k, ok := l.Kind.(kind.Limited); ok {
		if err := k.CanAdd(); err != nil {
			return nil, err
		}
	}
	first := *l
	rest := first.cut()
	steps, err := rest.followUp(l)
	if err != nil {
		return nil, err
	}
	if l.Peer != nil {
		if _, ok := l.Kind.(kind.Pair); !ok {
			return nil, fmt.Errorf("peer: a %s has none", l.Kind.Kind())
		}
		peer := *l.Peer
		if err := peer.checkPeer(l); err != nil {
			return nil, fmt.Errorf("peer: %w", err)
		}
		rest := peer.cutPeer()
		more, err := rest.followUp(l.Peer)
		if err != nil {
			return nil, fmt.Errorf("peer: %w", err)
		}
		first.Peer = &peer
		steps = append(steps, more...)
	}
	if len(steps) == 0 {
		return nil, nil
	}
	return append([]step{{verb: &linkAdd, obj: &first}}, steps...), nil
}

// errStepThere is for what takes a second message in a namespace that is given
// by its id: the kernel knows the id in the first one only.
var errStepThere = errors.New("if_netnsid: alias, altnames, port parameters and other things that the kernel takes in a second message need the namespace by handle or by process")

// cut takes out of l what the kernel ignores, or refuses, in the message that
// makes a link, and returns that.
func (l *Link) cut() Link {
	rest := Link{
		Alias: l.Alias, AltNames: l.AltNames, Carrier: l.Carrier,
		ProtoDown: l.ProtoDown, ProtoDownReason: l.ProtoDownReason, ProtoDownReasonMask: l.ProtoDownReasonMask,
		AddrGenMode: l.AddrGenMode, Token: l.Token, SetInet: l.SetInet, XDP: l.XDP, VFs: l.VFs, VFPorts: l.VFPorts, PortSelf: l.PortSelf, Port: l.Port,
	}
	var none Link
	l.Alias, l.AltNames, l.Carrier = none.Alias, nil, 0
	l.ProtoDown, l.ProtoDownReason, l.ProtoDownReasonMask = 0, none.ProtoDownReason, none.ProtoDownReasonMask
	l.AddrGenMode, l.Token, l.XDP, l.VFs, l.Port = none.AddrGenMode, none.Token, XDP{}, nil, nil
	l.VFPorts, l.PortSelf, l.SetInet = nil, nil, nil
	if rest.AddrGenMode.Is() {
		rest.Up, l.Up = l.Up, 0 // a link that is up has its link-local address already
	}
	return rest
}

// cutPeer is cut for a peer, which the kernel makes without a master and refuses
// to make up.
func (l *Link) cutPeer() Link {
	up := l.Up
	rest := l.cut()
	rest.Master, rest.MasterIndex, rest.Up = l.Master, l.MasterIndex, up
	l.Master, l.MasterIndex, l.Up = "", 0, 0
	return rest
}

// checkPeer refuses what the kernel ignores in the peer of l.
func (l *Link) checkPeer(first *Link) error {
	switch {
	case l.NetNSID.Is():
		return errors.New("if_netnsid: the kernel ignores it in a peer; give the namespace by handle or by process")
	case l.Index != 0 && first.Index == 0:
		return errors.New("ifindex: the kernel ignores it unless the first link has one too")
	case l.Kind != nil:
		return errors.New("kind: it is that of the first link")
	case l.Peer != nil:
		return errors.New("peer: it is the first link")
	case l.Parent != "" || l.ParentIndex != 0:
		return errors.New("link: it is the first link")
	}
	return nil
}

// followUp returns the steps that set what was cut out of l.
func (rest Link) followUp(l *Link) ([]step, error) {
	names := rest.AltNames
	rest.AltNames = nil
	set := rest.Alias.Is() || rest.Carrier != 0 || rest.ProtoDown != 0 || rest.ProtoDownReason.Is() || rest.ProtoDownReasonMask.Is() ||
		rest.AddrGenMode.Is() || rest.Token.IsValid() || rest.SetInet != nil || rest.XDP != XDP{} || rest.VFs != nil || rest.Port != nil || rest.VFPorts != nil || rest.PortSelf != nil ||
		rest.Up != 0 || rest.Master != "" || rest.MasterIndex != 0
	if !set && len(names) == 0 {
		return nil, nil
	}
	if l.Name == "" || strings.Contains(l.Name, "%") {
		return nil, errors.New("ifname: missing; alias, altnames, port parameters and other things that the kernel takes in a second message need it")
	}
	var steps []step
	if set {
		rest.Name = l.Name
		r := SetLink(l.Name, rest)
		if steps, _ = setSteps(r.obj.(*Link), r.dev, r.index); steps == nil {
			steps = []step{{verb: &linkSet, obj: r.obj}}
		}
	}
	if len(names) > 0 {
		steps = append(steps, step{verb: &propAdd, obj: &Link{Name: l.Name, AltNames: names}})
	}
	if l.NetNSID.Is() {
		return nil, errStepThere
	} else if l.elsewhere() {
		for i := range steps {
			steps[i].in = l
		}
	}
	return steps, nil
}

// setSteps returns the messages that change a link to l, or nil if one does.
func setSteps(l *Link, dev string, index int32) ([]step, error) {
	if l.Peer != nil {
		return nil, errors.New("peer: it is made with the link, and set by its own name")
	}
	if l.NetNSID.Is() && l.Flags|LinkFlags(l.NumTxQueues) != 0 {
		return nil, errors.New("if_netnsid: the link was read in another namespace, and this would move one of the Conn's own there")
	}
	if k, ok := l.Kind.(kind.Whole); ok {
		if err := k.Whole(); err != nil {
			return nil, err
		}
	}
	if k, ok := l.Kind.(kind.Limited); ok {
		if err := k.CanSet(); err != nil {
			return nil, err
		}
	}
	late := l.AddrGenMode.Is() && l.Up == On // the kernel takes the flag first, and a link-local address is made
	if len(l.AltNames) == 0 && !late && (l.Port == nil || l.Master == "" && l.MasterIndex == 0) {
		return nil, nil
	}
	first := *l
	first.AltNames, first.Port = nil, nil
	steps := []step{{verb: &linkSet, obj: &first}}
	if l.Port != nil {
		steps = append(steps, step{verb: &linkSet, obj: &Link{Port: l.Port}})
	}
	if late {
		first.Up = 0
		steps = append(steps, step{verb: &linkSet, obj: &Link{Up: On}})
	}
	if len(l.AltNames) > 0 {
		steps = append(steps, step{verb: &propAdd, obj: &Link{AltNames: l.AltNames}})
	}
	if l.NetNSID.Is() {
		return nil, errStepThere
	}
	for i := range steps[1:] {
		s := &steps[i+1]
		s.obj.(*Link).identify(after(l, dev, index))
		if l.elsewhere() {
			s.in = l
		}
	}
	return steps, nil
}

// after returns what the link that is called dev or index is called once l is set.
func after(l *Link, dev string, index int32) (string, int32) {
	switch {
	case l.Name != "":
		return l.Name, 0
	case l.elsewhere():
		return dev, l.NewIndex // an index need not be the same there
	}
	return dev, index
}

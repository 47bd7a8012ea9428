//go:build linux

package main

func codecSuite(l *lab) error { return nil }

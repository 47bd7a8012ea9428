//go:build linux

package main

func programSuite(l *lab) error { return nil }

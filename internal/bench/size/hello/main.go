// Command hello is what any program takes.
package main

import "fmt"

func main() { fmt.Println("hello") }

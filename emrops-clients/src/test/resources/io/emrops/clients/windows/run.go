// Arguments: the port, the user, the certificate or "-", the command. The password is the first line of the input, the rest is the command's.
package main

import (
	"bufio"
	"fmt"
	"io/ioutil"
	"os"
	"strconv"
	"strings"

	"github.com/masterzen/winrm"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	password, _ := in.ReadString('\n')
	port, _ := strconv.Atoi(os.Args[1])
	var authority []byte
	if os.Args[3] != "-" {
		authority, _ = ioutil.ReadFile(os.Args[3])
	}
	endpoint := winrm.NewEndpoint("localhost", port, authority != nil, false, authority, nil, nil, 0)
	client, err := winrm.NewClient(endpoint, os.Args[2], strings.TrimSpace(password))
	if err == nil {
		var code int
		rest, _ := ioutil.ReadAll(in)
		if len(rest) == 0 {
			code, err = client.Run(os.Args[4], os.Stdout, os.Stderr)
		} else {
			code, err = client.RunWithInput(os.Args[4], os.Stdout, os.Stderr, strings.NewReader(string(rest)))
		}
		if err == nil {
			os.Exit(code)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(99)
}

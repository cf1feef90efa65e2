// A server of WinRM over HTTPS. What it makes of Create, Command, Receive, Signal and Delete is dylanmei/winrmtest's, as it came. In front of
// it stands what winrmtest does not have: TLS, Basic authentication and Send.
//
// Arguments: the user, the program that powershell.exe is, and a file that gets a line for each request. The password is the first line of the
// input, and the server ends with the input. It prints its certificate, and its port in the last line.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path"
	"strings"
	"sync"

	"github.com/dylanmei/winrmtest"
)

type message struct {
	Action string `xml:"Header>Action"`
	Input  string `xml:"Body>Send>Stream"`
}

const sent = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>` +
	`<rsp:SendResponse xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"/></s:Body></s:Envelope>`

var (
	lock  sync.Mutex
	input bytes.Buffer
)

func takeInput() []byte {
	lock.Lock()
	defer lock.Unlock()
	taken := append([]byte{}, input.Bytes()...)
	input.Reset()
	return taken
}

func keepInput(text string) error {
	decoded, err := base64.StdEncoding.DecodeString(text)
	lock.Lock()
	defer lock.Unlock()
	input.Write(decoded)
	return err
}

func main() {
	user, program := os.Args[1], os.Args[2]
	seen, err := os.Create(os.Args[3])
	if err != nil {
		panic(err)
	}
	in := bufio.NewReader(os.Stdin)
	line, _ := in.ReadString('\n')
	password := strings.TrimRight(line, "\n")

	remote := winrmtest.NewRemote()
	remote.CommandFunc(winrmtest.MatchText("powershell.exe"), func(out, errors io.Writer) int {
		command := exec.Command(program)
		command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(takeInput()), out, errors
		command.Run()
		return command.ProcessState.ExitCode()
	})
	behind := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: fmt.Sprintf("%s:%d", remote.Host, remote.Port)})

	front := httptest.NewTLSServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		name, given, _ := request.BasicAuth()
		if name != user || given != password {
			fmt.Fprintln(seen, "refused")
			answer.Header().Set("WWW-Authenticate", `Basic realm="WSMAN"`)
			answer.WriteHeader(http.StatusUnauthorized)
			return
		}
		body, _ := io.ReadAll(request.Body)
		var read message
		if err := xml.Unmarshal(body, &read); err != nil {
			fmt.Fprintln(seen, err)
		}
		fmt.Fprintln(seen, path.Base(read.Action))
		if strings.HasSuffix(read.Action, "shell/Send") {
			if err := keepInput(read.Input); err != nil {
				fmt.Fprintln(seen, err)
			}
			answer.Header().Set("Content-Type", "application/soap+xml")
			io.WriteString(answer, sent)
			return
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		behind.ServeHTTP(answer, request)
	}))
	pem.Encode(os.Stdout, &pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw})
	address, _ := url.Parse(front.URL)
	fmt.Println(address.Port())
	io.Copy(io.Discard, in)
}

// Drives gombus for otbench check-client: gombus-read HOST:PORT ADDRESS. Prints the telegrams as JSON; ends with 1 when there
// is none. Built by: go mod init gombus-read && go mod tidy && go build
package main

import (
	"encoding/json"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/jonaz/gombus"
)

func main() {
	address, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	connection, err := gombus.DialTCP(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		log.Fatal(err)
	}
	if _, err := connection.Write(gombus.SndNKE(uint8(address))); err != nil {
		log.Fatal(err)
	}
	if _, err := gombus.ReadSingleCharFrame(connection); err != nil {
		log.Fatal(err)
	}
	frames, err := gombus.ReadAllFrames(connection, address)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(frames); err != nil {
		log.Fatal(err)
	}
}

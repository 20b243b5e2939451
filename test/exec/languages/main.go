package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

const host = "https://api.weixin.qq.com/cgi-bin"

func main() {
	query := url.Values{
		"grant_type": {"client_credential"},
		"appid":      {os.Getenv("JADEITE_APPID")},
		"secret":     {os.Getenv("JADEITE_SECRET")},
	}
	var token struct {
		Text string `json:"access_token"`
	}
	if err := json.Unmarshal(read(http.Get(host+"/token?"+query.Encode())), &token); err != nil {
		panic(err)
	}
	for turn := 0; turn < 2; turn++ {
		body := strings.NewReader(`{"tag":{"name":"go"}}`)
		fmt.Println(string(read(http.Post(host+"/tags/create?access_token="+token.Text, "application/json", body))))
	}
	_, err := http.Get("https://example.org")
	fmt.Println(err)
}

func read(response *http.Response, err error) []byte {
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	return body
}

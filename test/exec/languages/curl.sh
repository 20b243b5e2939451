#!/bin/sh
# As people write it in a shell: the platform's address, and curl with no option about proxy or certificates.
set -eu
token=$(curl -sS "https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=$JADEITE_APPID&secret=$JADEITE_SECRET" |
  sed 's/.*"access_token":"\([^"]*\)".*/\1/')
for turn in first second; do
  curl -sS -d '{"tag":{"name":"curl"}}' "https://api.weixin.qq.com/cgi-bin/tags/create?access_token=$token"
  echo
done
if curl -sS https://example.org 2>&1; then exit 1; fi

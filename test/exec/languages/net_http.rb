require 'json'
require 'net/http'

HOST = 'https://api.weixin.qq.com/cgi-bin'

query = URI.encode_www_form(
  grant_type: 'client_credential', appid: ENV.fetch('JADEITE_APPID'), secret: ENV.fetch('JADEITE_SECRET')
)
token = JSON.parse(Net::HTTP.get(URI("#{HOST}/token?#{query}")))['access_token']
2.times do
  puts Net::HTTP.post(URI("#{HOST}/tags/create?access_token=#{token}"), '{"tag":{"name":"ruby"}}').body
end
begin
  Net::HTTP.get(URI('https://example.org'))
rescue Net::HTTPClientException, Net::HTTPFatalError => error
  puts error.message
end

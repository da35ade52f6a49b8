# Net::HTTP::DigestAuth: the Authorization field that it composes for a response of Net::HTTP.
require_relative 'protocol'
require 'uri'
require 'net/http'
require 'net/http/digest_auth'

Protocol.client({ answer: true, schemes: ['Digest'] }) do |url|
  uri = URI.parse(url)
  uri.userinfo = 'user:password'
  response = Net::HTTP.new(uri.host, uri.port).request(Net::HTTP::Get.new(uri.request_uri))
  Protocol.text(Net::HTTP::DigestAuth.new.auth_header(uri, response['www-authenticate'], 'GET'))
rescue Net::HTTP::DigestAuth::Error
  nil
end

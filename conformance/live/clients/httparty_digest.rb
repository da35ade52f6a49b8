# HTTParty with digest_auth: URL USER PASSWORD.
require 'httparty'

url, user, password = ARGV
HTTParty.get(url, digest_auth: {username: user, password: password}, timeout: 8)

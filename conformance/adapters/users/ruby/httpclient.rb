# HTTPClient: the challenge that it keeps when it has been sent one.
require_relative 'protocol'
require 'httpclient'

# What calc_cred makes its answer of; the names are compared with case.
SHOWN = %w[realm nonce opaque algorithm qop].freeze

Protocol.client({}) do |url|
  client = HTTPClient.new
  client.set_auth(url, 'user', 'password')
  client.get(url)
  kept = client.www_auth.digest_auth.instance_variable_get(:@challenge).values
  kept.map { |found| Protocol.challenge('Digest', found.slice(*SHOWN)) }
end

# HTTPClient: the challenge of a response, which is made here, that its WWWAuth keeps for Digest: what its answer is made of. It reads
# each field line by itself.
require_relative 'protocol'
begin
  require 'httpclient'
  HTTPClient::WWWAuth.instance_method(:filter_response)
rescue LoadError, StandardError => e
  Protocol.missing(e)
end
SHOWN = %w[realm nonce opaque algorithm qop].freeze
URL = URI.parse('http://example.test/')

Protocol.serve(
  { name: 'HTTPClient', version: HTTPClient::VERSION, homepage: 'https://github.com/nahi/httpclient',
    issues: 'https://github.com/nahi/httpclient/issues', license: 'Ruby' },
  ['challenges'],
  { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'each', challenges: 'first',
    only_schemes: ['Digest'], only_params: SHOWN, octets: 'bytes' }
) do |_operation, lines|
  auth = HTTPClient::WWWAuth.new
  auth.set_auth(URL, 'user', 'password')
  request = HTTP::Message.new_request('GET', URL)
  response = HTTP::Message.new_response('')
  response.status = 401
  response.header.add('WWW-Authenticate', lines[0])
  auth.filter_response(request, response)
  found = auth.digest_auth.instance_variable_get(:@challenge).values.first
  found ? [Protocol.challenge('Digest', found.slice(*SHOWN))] : Protocol.nothing(lines, 'no challenge is kept')
end

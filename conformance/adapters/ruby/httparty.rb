# HTTParty: the challenge that its Net::HTTPHeader::DigestAuthenticator reads in a response of Net::HTTP, which is made here: what its
# answer is made of.
require_relative 'protocol'
begin
  require 'httparty'
  Net::HTTPHeader::DigestAuthenticator.instance_method(:authorization_header)
rescue LoadError, StandardError => e
  Protocol.missing(e)
end
SHOWN = %w[realm nonce opaque algorithm qop].freeze

Protocol.serve(
  { name: 'HTTParty', version: HTTParty::VERSION, homepage: 'https://github.com/jnunemaker/httparty',
    issues: 'https://github.com/jnunemaker/httparty/issues', license: 'MIT' },
  ['challenges'],
  { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'all', challenges: 'first',
    only_schemes: ['Digest'], only_params: SHOWN, octets: 'bytes' }
) do |_operation, lines|
  response = Net::HTTPUnauthorized.new('1.1', '401', 'Unauthorized')
  begin
    lines.each { |line| response.add_field('WWW-Authenticate', line) }
  rescue ArgumentError => e
    raise Protocol::Unsupported, e.message # CR or LF
  end
  # An empty field is how HTTParty tells that there is no challenge.
  next Protocol.nothing(lines, 'no field') if response['www-authenticate'].to_s.empty?

  found = Net::HTTPHeader::DigestAuthenticator.new('user', 'password', 'GET', '/', response).instance_variable_get(:@response)
  found.empty? ? Protocol.nothing(lines, 'no parameters') : [Protocol.challenge('Digest', found.slice(*SHOWN))]
end

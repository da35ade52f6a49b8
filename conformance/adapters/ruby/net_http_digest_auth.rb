# Net::HTTP::DigestAuth: what the Authorization field that it composes reveals of the challenge. What it takes for values has no
# quotes in it, so that they can be read back without doubt.
require_relative 'protocol'
begin
  require 'uri'
  require 'net/http'
  require 'net/http/digest_auth'
rescue LoadError, StandardError => e
  Protocol.missing(e)
end
SHOWN = %w[realm nonce opaque].freeze
uri = URI.parse('http://user:password@example.test/')

Protocol.serve(
  { name: 'Net::HTTP::DigestAuth', version: Net::HTTP::DigestAuth::VERSION,
    homepage: 'https://github.com/drbrain/net-http-digest_auth',
    issues: 'https://github.com/drbrain/net-http-digest_auth/issues', license: 'MIT' },
  ['challenges'],
  { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', challenges: 'first',
    only_schemes: ['Digest'], only_params: SHOWN, octets: 'bytes' }
) do |_operation, lines|
  begin
    composed = Net::HTTP::DigestAuth.new.auth_header(uri, lines[0], 'GET')
  rescue Net::HTTP::DigestAuth::Error => e
    raise Protocol::Unsupported, e.message # an algorithm that it does not know: there is no answer that would show what it has read
  end
  params = SHOWN.map { |name| [name, composed[/, #{name}="([^"]*)"/n, 1]] }.reject { |_, value| value.nil? }
  if params.any? { |name, value| name != 'opaque' && value.empty? }
    raise Protocol::Unsupported, 'its answer does not tell an empty value from none'
  end

  [Protocol.challenge('Digest', params)]
end

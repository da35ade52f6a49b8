# WEBrick: HTTPAuth::DigestAuth#split_param_value, which reads what follows "Digest " of the credentials.
require_relative 'protocol'
begin
  require 'webrick'
  require 'webrick/httpauth/digestauth'
  READ = WEBrick::HTTPAuth::DigestAuth.instance_method(:split_param_value)
rescue LoadError, StandardError => e
  Protocol.missing(e)
end
READER = READ.bind(WEBrick::HTTPAuth::DigestAuth.allocate)

Protocol.serve(
  { name: 'WEBrick (Digest)', version: WEBrick::VERSION, homepage: 'https://github.com/ruby/webrick',
    issues: 'https://github.com/ruby/webrick/issues', license: 'Ruby OR BSD-2-Clause' },
  ['credentials'],
  { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', only_schemes: ['Digest'],
    octets: 'bytes' }
) do |_operation, lines|
  # As Authenticator#check_scheme.
  match = /\ADigest\s+/i.match(lines[0])
  raise Protocol::Unsupported, 'no Digest credentials' unless match

  Protocol.challenge('Digest', READER.call(match.post_match))
end

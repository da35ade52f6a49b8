# Rack: Rack::Auth::Digest::Params.parse, called as Rack::Auth::Digest::Request does.
require_relative 'protocol'
begin
  require 'rack'
  require 'rack/auth/digest/params'
  Rack::Auth::Digest::Params.method(:parse)
rescue LoadError, StandardError => e
  Protocol.missing(e)
end

Protocol.serve(
  { name: 'Rack (Digest)', version: Rack.release, homepage: 'https://github.com/rack/rack',
    issues: 'https://github.com/rack/rack/issues', license: 'MIT' },
  ['credentials'],
  { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', only_schemes: ['Digest'],
    octets: 'bytes' }
) do |_operation, lines|
  # As AbstractRequest: the scheme and the rest.
  scheme, rest = lines[0].split(' ', 2)
  raise Protocol::Unsupported, 'no Digest credentials' unless scheme&.downcase == 'digest' && rest

  Protocol.challenge('Digest', Rack::Auth::Digest::Params.parse(rest))
end

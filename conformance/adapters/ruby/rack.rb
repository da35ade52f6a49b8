# Rack: Rack::Auth::Digest::Request, asked as Rack::Auth::Digest::MD5#call does.
require_relative 'protocol'
begin
  require 'rack'
  require 'rack/auth/digest/request'
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
  request = Rack::Auth::Digest::Request.new('HTTP_AUTHORIZATION' => lines[0])
  raise Protocol::Reject, 'not Digest' unless request.provided? && request.digest?

  Protocol.challenge('Digest', request.params)
end

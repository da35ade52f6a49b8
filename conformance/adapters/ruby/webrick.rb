# WEBrick: HTTPAuth::DigestAuth, which takes the credentials from the request and splits them as its #authenticate does.
require_relative 'protocol'
begin
  require 'webrick'
  require 'webrick/httpauth'
  digest = WEBrick::HTTPAuth::DigestAuth.new(Realm: 'realm', UserDB: {}, Logger: WEBrick::Log.new(File::NULL))
  check_scheme = digest.method(:check_scheme)
  split = digest.method(:split_param_value)
rescue LoadError, StandardError => e
  Protocol.missing(e)
end

Protocol.serve(
  { name: 'WEBrick (Digest)', version: WEBrick::VERSION, homepage: 'https://github.com/ruby/webrick',
    issues: 'https://github.com/ruby/webrick/issues', license: 'Ruby OR BSD-2-Clause' },
  ['credentials'],
  { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', only_schemes: ['Digest'],
    octets: 'bytes' }
) do |_operation, lines|
  credentials = check_scheme.call({ 'Authorization' => lines[0] })
  raise Protocol::Reject, 'not Digest' unless credentials

  Protocol.challenge('Digest', split.call(credentials))
end

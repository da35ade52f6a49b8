# HTTPAuth: from_header of its Digest classes, or unpack_challenge and unpack_authorization of its Basic. The argument is digest, or
# the operation of Basic.
require_relative 'protocol'
begin
  require 'httpauth'
  VERSION = Gem::Specification.find_by_name('httpauth').version.to_s
rescue LoadError, StandardError => e
  Protocol.missing(e)
end
KIND = ARGV[0]
DIGEST = {
  'challenges' => HTTPAuth::Digest::Challenge, 'credentials' => HTTPAuth::Digest::Credentials,
  'auth-info' => HTTPAuth::Digest::AuthenticationInfo
}.freeze
# The others it does not show as they are, but as lists, a boolean and a number.
SHOWN = %w[username realm nonce uri response algorithm cnonce opaque nextnonce rspauth].freeze
OBSERVES = {
  'digest' => { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, challenges: 'first',
                only_schemes: ['Digest'], only_params: SHOWN },
  'challenges' => { scheme_case: 'title', token68: false, challenges: 'first', only_schemes: ['Basic'], only_params: ['realm'] },
  'credentials' => { scheme_case: 'title', params: 'none', only_schemes: ['Basic'] }
}.freeze

Protocol.serve(
  { name: "HTTPAuth (#{KIND == 'digest' ? 'Digest' : 'Basic'})", version: VERSION, homepage: 'https://github.com/Manfred/HTTPauth',
    issues: 'https://github.com/Manfred/HTTPauth/issues', license: 'MIT' },
  KIND == 'digest' ? DIGEST.keys : [KIND], OBSERVES[KIND].merge(lines: 'one', octets: 'bytes')
) do |operation, lines|
  if KIND == 'digest'
    found = DIGEST[operation].from_header(lines[0]).h.select { |name, _| SHOWN.include?(name.to_s) }
    next Protocol.parameters(found) if operation == 'auth-info'

    read = Protocol.challenge('Digest', found)
    operation == 'credentials' ? read : [read]
  elsif operation == 'challenges'
    [Protocol.challenge('Basic', [['realm', HTTPAuth::Basic.unpack_challenge(lines[0])]])]
  else
    Protocol.basic_credentials(HTTPAuth::Basic.unpack_authorization(lines[0]), lines[0])
  end
rescue HTTPAuth::UnwellformedHeader => e
  operation == 'challenges' ? Protocol.nothing(lines, e.message) : raise(Protocol::Reject, e.message)
rescue ArgumentError => e
  raise unless e.message.include?('can only unpack Basic')

  operation == 'challenges' ? Protocol.nothing(lines, e.message) : raise(Protocol::Reject, e.message)
end

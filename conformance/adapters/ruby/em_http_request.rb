# EM-HTTP-Request: the parameters of a challenge that EventMachine::Middleware::DigestAuth makes its answer of, or the nextnonce that it
# takes from Authentication-Info. The argument says which: they show different things, so each is an implementation of its own.
require_relative 'protocol'
begin
  require 'em-http-request'
  require 'em-http/middleware/digest_auth'
  VERSION = Gem::Specification.find_by_name('em-http-request').version.to_s
rescue LoadError, StandardError => e
  Protocol.missing(e)
end

# It begins with an algorithm of its own, which could not be told from one that was read.
class Adapter < EventMachine::Middleware::DigestAuth
  def get_params(value)
    @digest_params = {}
    super
    @read = @digest_params
  end
  attr_reader :read
end

SHOWN = %w[realm nonce opaque algorithm qop].freeze
Response = Struct.new(:response_header)
OPERATION = ARGV[0]
OBSERVES = {
  'challenges' => { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'all', challenges: 'first',
                    only_schemes: ['Digest'], only_params: SHOWN, octets: 'bytes' },
  'auth-info' => { params: 'map', duplicates: 'first', lines: 'all', only_params: ['nextnonce'], octets: 'bytes' }
}.freeze

Protocol.serve(
  { name: 'EM-HTTP-Request', version: VERSION, homepage: 'https://github.com/igrigorik/em-http-request',
    issues: 'https://github.com/igrigorik/em-http-request/issues', license: 'MIT' },
  [OPERATION], OBSERVES[OPERATION]
) do |operation, lines|
  value = lines.size > 1 ? lines : lines[0] # what response_header has
  credentials = { username: 'user', password: 'password' }
  if operation == 'challenges'
    auth = Adapter.new(value, credentials)
    next Protocol.nothing(lines, 'is_digest_auth is not set') unless auth.is_digest_auth

    next [Protocol.challenge('Digest', auth.read.slice(*SHOWN.map(&:to_sym)))]
  end
  header = EventMachine::HttpResponseHeader.new
  header['AUTHENTICATION_INFO'] = value if value
  auth = Adapter.new('Digest nonce="first"'.b, credentials)
  auth.response(Response.new(header))
  found = auth.read[:nonce]
  found.nil? || found == 'first' ? [] : Protocol.parameters([['nextnonce', found]])
end

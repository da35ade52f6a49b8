# EM-HTTP-Request: its DigestAuth with the response that it has fetched.
require_relative 'protocol'
require 'em-http-request'
require 'em-http/middleware/digest_auth'

class Noting < EventMachine::Middleware::DigestAuth
  def get_params(value)
    @digest_params = {}
    super
    @read = @digest_params
  end
  attr_reader :read
end

def read(http)
  credentials = { username: 'user', password: 'password' }
  if ENV['USERS_OPERATION'] == 'challenges'
    auth = Noting.new(http.response_header['WWW_AUTHENTICATE'], credentials)
    return auth.is_digest_auth ? [Protocol.challenge('Digest', auth.read)] : nil
  end
  auth = Noting.new('Digest nonce="first"', credentials)
  auth.response(http)
  found = auth.read[:nonce]
  found.nil? || found == 'first' ? [] : Protocol.challenge('', [['nextnonce', found]])[:params]
end

SEES = ENV['USERS_OPERATION'] == 'challenges' ? { params: %w[realm nonce opaque algorithm qop] } : {}
Protocol.client({ keeps_ows: true, **SEES }) do |url|
  seen = nil
  EventMachine.run do
    http = EventMachine::HttpRequest.new(url).get
    http.callback do
      seen = Protocol.seen { read(http) }
      EventMachine.stop
    end
    http.errback do
      seen = { fault: http.error.to_s }
      EventMachine.stop
    end
  end
  seen
end

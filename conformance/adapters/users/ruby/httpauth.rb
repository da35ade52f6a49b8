# HTTPAuth: its classes with a response of Net::HTTP, or with the environment of a request to an application of Rack.
require_relative 'protocol'
require 'httpauth'
require 'net/http'

DIGEST = ARGV[0] == 'digest'
SHOWN = %i[username realm nonce uri response algorithm cnonce opaque nextnonce rspauth].freeze

def refused
  yield
rescue HTTPAuth::UnwellformedHeader
  nil
rescue ArgumentError => e
  e.message.include?('can only unpack Basic') ? nil : raise
end

def shown(found)
  [Protocol.challenge('Digest', found.h.slice(*SHOWN))]
end

def respond(url, &block)
  response = Net::HTTP.get_response(URI.parse(url))
  refused { block.call(response) }
end

case ENV['USERS_OPERATION']
when 'credentials'
  Protocol.rack(DIGEST ? {} : { user_pass: 'latin-1', missing: true }) do |environment|
    value = environment['HTTP_AUTHORIZATION'].to_s
    refused do
      next Protocol.user_pass(HTTPAuth::Basic.unpack_authorization(value)) unless DIGEST

      shown(HTTPAuth::Digest::Credentials.from_header(value))
    end
  end
when 'auth-info'
  Protocol.client({}) do |url|
    respond(url) { |response| shown(HTTPAuth::Digest::AuthenticationInfo.from_header(response['authentication-info']))[0][:params] }
  end
else
  Protocol.client({}) do |url|
    respond(url) do |response|
      value = response['www-authenticate']
      next shown(HTTPAuth::Digest::Challenge.from_header(value)) if DIGEST

      [Protocol.challenge('Basic', [['realm', HTTPAuth::Basic.unpack_challenge(value)]])]
    end
  end
end

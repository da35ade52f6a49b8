# HTTParty: what its DigestAuthenticator has read when it answers a response.
require_relative 'protocol'
require 'httparty'

module Noting
  class << self
    attr_accessor :found
  end

  def parse(response)
    Noting.found = super
  end
end
Net::HTTPHeader::DigestAuthenticator.prepend(Noting)

Protocol.client({ params: %w[realm nonce opaque algorithm qop] }) do |url|
  Noting.found = nil
  HTTParty.get(url, digest_auth: { username: 'user', password: 'password' })
  [Protocol.challenge('Digest', Noting.found)] unless Noting.found.nil? || Noting.found.empty?
end

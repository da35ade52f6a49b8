# Mechanize: the challenges of the error that it raises for a response with 401.
require_relative 'protocol'
require 'mechanize'

def fetch(url)
  Mechanize.new.get(url)
rescue Mechanize::UnauthorizedError => e
  # The payload of NTLM is a string.
  (e.challenges || []).map { |one| Protocol.challenge(one.scheme, one.params.is_a?(Hash) ? one.params : {}) }
end

Protocol.show({ token68: false })
ENV['USERS_COUNT'].to_i.times { |number| Protocol.show(Protocol.seen { fetch("#{ENV['USERS_URL']}/#{number}") }) }

# Rack: what Rack::Auth::Basic asks about the requests to an application that WEBrick serves.
require_relative 'protocol'
require 'rack'
require 'rack/auth/basic'

found = nil
application = Rack::Auth::Basic.new(->(_) { [200, {}, []] }, 'realm') { |*user_pass| found = user_pass }
Protocol.rack({ user_pass: 'latin-1' }) do |environment|
  found = nil
  application.call(environment)
  found && Protocol.user_pass(found)
end

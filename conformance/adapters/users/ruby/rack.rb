# Rack: Rack::Auth::Digest::Request, asked about the requests to an application that WEBrick serves.
require_relative 'protocol'
require 'rack'
require 'rack/handler/webrick'
require 'rack/auth/digest/request'

application = lambda do |environment|
  seen = Protocol.seen do
    request = Rack::Auth::Digest::Request.new(environment)
    request.provided? && request.digest? ? [Protocol.challenge('Digest', request.params)] : nil
  end
  [200, { 'Content-Type' => 'application/json' }, [JSON.generate(seen)]]
end
Rack::Handler::WEBrick.run(application, Host: '127.0.0.1', Port: 0, Logger: WEBrick::Log.new(File::NULL), AccessLog: []) do |server|
  Protocol.show({ port: server.config[:Port] })
end

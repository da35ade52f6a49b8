# WEBrick: HTTPAuth::DigestAuth, asked about the requests of its own server.
require_relative 'protocol'
require 'webrick'
require 'webrick/httpauth'

quiet = WEBrick::Log.new(File::NULL)
digest = WEBrick::HTTPAuth::DigestAuth.new(Realm: 'realm', UserDB: {}, Logger: quiet)
server = WEBrick::HTTPServer.new(Port: 0, BindAddress: '127.0.0.1', Logger: quiet, AccessLog: [])
server.mount_proc('/') do |request, response|
  response.body = JSON.generate(Protocol.seen do
    credentials = digest.send(:check_scheme, request)
    credentials && [Protocol.challenge('Digest', digest.send(:split_param_value, credentials))]
  end)
end
Protocol.show({ port: server.config[:Port] })
server.start

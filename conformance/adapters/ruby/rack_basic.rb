# Rack: the user-id and the password that Rack::Auth::Basic asks about.
require_relative 'protocol'
begin
  require 'rack'
  require 'rack/auth/basic'
rescue LoadError, StandardError => e
  Protocol.missing(e)
end
found = nil
application = Rack::Auth::Basic.new(->(_) { [200, {}, []] }, 'realm') { |*user_pass| found = user_pass }

Protocol.serve(
  { name: 'Rack (Basic)', version: Rack.release, homepage: 'https://github.com/rack/rack',
    issues: 'https://github.com/rack/rack/issues', license: 'MIT' },
  ['credentials'],
  { scheme_case: 'title', params: 'none', lines: 'one', only_schemes: ['Basic'], octets: 'bytes' }
) do |_operation, lines|
  found = nil
  status = application.call({ 'HTTP_AUTHORIZATION' => lines[0] })[0]
  raise Protocol::Reject, status.to_s unless found

  Protocol.basic_credentials(found, lines[0])
end

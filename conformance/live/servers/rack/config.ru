# Rack::Auth::Basic.
require 'json'

USERS = {'user' => 'pass', 'user2' => 'pw'}.freeze
PAGE = ->(_) { [200, {'Content-Type' => 'text/plain'}, ["the protected page\n"]] }

def protect(realm)
  Rack::Auth::Basic.new(PAGE, realm) { |user, password| USERS[user] == password && USERS.key?(user) }
end

realms = JSON.parse(File.read(File.join(__dir__, 'realms.json'))).reject { |each| each['number'].empty? }
places = {'/basic' => protect('closed site')}
realms.each { |each| places["/realm/#{each['number']}"] = protect(each['text']) }
run Rack::URLMap.new(places)

# Sinatra with Rack's middleware, as its README has it.
require 'json'
require 'sinatra/base'

USERS = {'user' => 'pass', 'user2' => 'pw'}.freeze

def basic(realm)
  Sinatra.new do
    use(Rack::Auth::Basic, realm) { |user, password| USERS.key?(user) && USERS[user] == password }
    get('/') { "the protected page\n" }
  end
end

realms = JSON.parse(File.read(File.join(__dir__, 'realms.json'))).reject { |each| each['number'].empty? }
places = {'/basic' => basic('closed site')}
realms.each { |each| places["/realm/#{each['number']}"] = basic(each['text']) }
run Rack::URLMap.new(places)

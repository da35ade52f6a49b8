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

def digest(realm)
  Sinatra.new do
    use(Rack::Auth::Digest::MD5, realm, 'a secret') { |user| USERS[user] }
    get('/') { "the protected page\n" }
  end
end

realms = JSON.parse(File.read(File.join(__dir__, 'realms.json'))).reject { |each| each['number'].empty? }
places = {'/basic' => basic('closed site'), '/digest' => digest('closed site')}
realms.each do |each|
  places["/realm/#{each['number']}"] = basic(each['text'])
  places["/digest-realm/#{each['number']}"] = digest(each['text'])
end
run Rack::URLMap.new(places)

# Mechanize with add_auth: URL USER PASSWORD.
require 'mechanize'

url, user, password = ARGV
agent = Mechanize.new
agent.open_timeout = agent.read_timeout = 8
agent.add_auth(url, user, password)
begin
  agent.get(url)
rescue Mechanize::Error, Net::HTTP::Persistent::Error
  # What it makes of the answer does not matter.
end

# Ruby's httpclient with set_auth: URL USER PASSWORD.
require 'httpclient'

url, user, password = ARGV
client = HTTPClient.new
client.receive_timeout = 8
client.set_auth(url, user, password)
begin
  client.get_content(url)
rescue HTTPClient::BadResponseError, HTTPClient::TimeoutError
  # What it makes of the answer does not matter.
end

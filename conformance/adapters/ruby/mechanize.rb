# Mechanize: HTTP::WWWAuthenticateParser#parse.
require_relative 'protocol'
begin
  require 'mechanize'
  Mechanize::HTTP::WWWAuthenticateParser.instance_method(:parse)
rescue LoadError, StandardError => e
  Protocol.missing(e)
end

Protocol.serve(
  { name: 'Mechanize', version: Mechanize::VERSION, homepage: 'https://github.com/sparklemotion/mechanize',
    issues: 'https://github.com/sparklemotion/mechanize/issues', license: 'MIT' },
  ['challenges'],
  { scheme_case: 'title', params: 'map', duplicates: 'last', lines: 'one', octets: 'bytes' }
) do |_operation, lines|
  found = Mechanize::HTTP::WWWAuthenticateParser.new.parse(lines[0])
  # What cannot be read ends the list.
  next Protocol.nothing(lines, 'no challenges') if found.empty?

  found.map do |one|
    # The payload of NTLM is a string.
    one.params.is_a?(String) ? Protocol.challenge(one.scheme, [], one.params) : Protocol.challenge(one.scheme, one.params || {})
  end
end

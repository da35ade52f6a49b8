# A complete adapter in Ruby: run it with `gauntlet run -- ruby adapter.rb`. Put your parser in the place of `my_parser`.
require 'json'

HELLO = { protocol: 1, implementation: { name: 'my-parser', version: '1.0', language: 'Ruby' },
          operations: ['challenges'], observes: { lines: 'one', challenges: 'first', token68: false } }.freeze
TOKEN = /[-!\#$%&'*+.^_`|~0-9A-Za-z]+/n

# The value is a binary string, a byte for each octet, as Net::HTTP and Rack have it.
def my_parser(value)
  scheme, rest = /\A(#{TOKEN})(?: +(.*))?\z/mn.match(value)&.captures
  return { outcome: 'reject', error: 'no scheme' } unless scheme

  params = []
  until rest.to_s.empty?
    found = /\A(#{TOKEN})=(?:"((?:[^"\\]|\\.)*)"|(#{TOKEN}))(?: *, *|\z)/mn.match(rest)
    return { outcome: 'reject', error: 'no parameter', offset: value.size - rest.size } unless found

    params << { name: text(found[1]), value: text(found[3] || found[2].gsub(/\\(.)/mn, '\1')) }
    rest = found.post_match
  end
  { outcome: 'accept', challenges: [{ scheme: text(scheme), token68: nil, params: params }] }
end

# A string of the protocol has a code point U+0000 to U+00FF for each octet.
def octets(text) = text.encode('ISO-8859-1').b
def text(octets) = octets.dup.force_encoding('ISO-8859-1').encode('UTF-8')

$stdin.set_encoding('UTF-8')
while (line = $stdin.gets)
  query = JSON.parse(line)
  break if query['cmd'] == 'stop'

  answer = begin
    if query['cmd'] == 'hello' then HELLO
    elsif query['operation'] != 'challenges' then { seq: query['seq'], outcome: 'unsupported', reason: 'challenges only' }
    else my_parser(octets(query['lines'].first.to_s)).merge(seq: query['seq'])
    end
  rescue StandardError => e
    { seq: query['seq'], outcome: 'fault', error: e.message }
  end
  $stdout.puts(JSON.generate(answer, ascii_only: true).gsub("\x7f", '\u007f'))
  $stdout.flush
end

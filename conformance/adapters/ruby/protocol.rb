# The adapter protocol (PROTOCOL.md, section 3) for Ruby: the loop, the octets and the three ends of a request.
#
# An adapter calls Protocol.serve with a block |operation, lines| that hands the lines to the library and returns what came back. It
# raises Protocol::Reject where the library rejects in its documented way, and Protocol::Unsupported where the library cannot be
# asked that; every other exception is a fault of the library. The lines are binary strings, one byte per octet, as Net::HTTP and
# Rack hand them over.
require 'json'

module Protocol
  class Reject < StandardError; end
  class Unsupported < StandardError; end

  MEMBER = { 'challenges' => :challenges, 'credentials' => :credentials, 'auth-info' => :params }.freeze

  module_function

  def octets(text)
    text.encode('ISO-8859-1').b
  end

  def text(value)
    value.to_s.b.force_encoding('ISO-8859-1').encode('UTF-8')
  end

  # A name without a value is shown with an empty one, for want of another way.
  def parameters(pairs)
    pairs.map { |name, value| { name: text(name), value: text(value) } }
  end

  def challenge(scheme, pairs, token68 = nil)
    { scheme: text(scheme), token68: token68 && text(token68), params: parameters(pairs) }
  end

  # C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does,
  # else the usual one, so that a library that reads another pair than was sent cannot hide it. Where the password, or both, are not
  # there, they may have been empty.
  def basic_credentials(user_pass, line)
    found = user_pass.map(&:b)
    pairs = [found.join(':'), [*found, '', ''].first(2).join(':')]
    sent = line.split(/[ \t]+/n, 2).last.to_s.sub(/[ \t]+\z/n, '')
    as_sent = sent.match?(%r{\A[A-Za-z0-9._~+/-]*=*\z}n) && pairs.include?(sent.unpack1('m'))
    challenge('Basic', [], as_sent ? sent : [pairs[0]].pack('m0'))
  end

  def say(answer)
    $stdout.write(JSON.generate(answer, script_safe: false, ascii_only: true).gsub("\x7f", '\\u007f'), "\n")
    $stdout.flush
  end

  # Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
  def missing(error)
    $stdin.gets
    say({ protocol: 1, error: text(error.message) })
    exit 3
  end

  # For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how the library
  # rejects.
  def nothing(lines, why)
    raise Reject, why unless lines.all?(/\A[ \t,]*\z/n)

    []
  end

  # The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
  def lines_for(observes, lines)
    takes = observes.fetch(:lines, 'all')
    return lines if takes == 'all'
    raise Unsupported, 'one field line only' if lines.size > 1 && %w[one each].include?(takes)

    lines.empty? ? [''.b] : lines
  end

  def serve(implementation, operations, observes)
    implementation = implementation.merge(language: 'Ruby', runtime: "#{RUBY_ENGINE} #{RUBY_VERSION}")
    $stdin.set_encoding('UTF-8')
    while (line = $stdin.gets)
      query = JSON.parse(line)
      break if query['cmd'] == 'stop'
      if query['cmd'] == 'hello'
        say({ protocol: 1, implementation: implementation, operations: operations, serializes: [], observes: observes })
        next
      end
      operation = query['operation']
      answer =
        begin
          raise Unsupported, "#{query['cmd']} #{operation}" unless query['cmd'] == 'parse' && operations.include?(operation)

          lines = lines_for(observes, query['lines'].map { |each| octets(each) })
          { outcome: 'accept', MEMBER[operation] => yield(operation, lines) }
        rescue Reject => e
          { outcome: 'reject', error: text(e.message) }
        rescue Unsupported => e
          { outcome: 'unsupported', reason: text(e.message) }
        rescue StandardError, SystemStackError => e
          { outcome: 'fault', error: text("#{e.class}: #{e.message}")[0, 500] }
        end
      say({ seq: query['seq'] }.merge(answer))
    end
  end
end

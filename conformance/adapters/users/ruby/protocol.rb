# What the programs in Ruby share: the probes are fetched, or served, and what the library shows of them is printed.
require 'json'

module Protocol
  module_function

  def text(value)
    value.to_s.b.force_encoding('ISO-8859-1').encode('UTF-8')
  end

  def challenge(scheme, params)
    { scheme: text(scheme), token68: nil, params: (params || {}).map { |name, value| { name: text(name), value: text(value) } } }
  end

  def seen
    yield
  rescue StandardError => e
    { fault: text(e.message) }
  end

  def show(value)
    $stdout.puts(JSON.generate(value))
    $stdout.flush
  end
end

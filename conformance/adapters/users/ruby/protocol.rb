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

  def user_pass(found)
    [challenge('Basic', %w[username password].zip(found).reject { |_, value| value.nil? })]
  end

  # The block gets the URL of a probe and returns what its user sees.
  def client(sees)
    show(sees)
    ENV['USERS_COUNT'].to_i.times { |number| show(seen { yield "#{ENV['USERS_URL']}/#{number}" }) }
  end

  # Serves what the block makes of the environment of a request to an application of Rack.
  def rack(sees = {})
    require 'rack'
    require 'rack/handler/webrick'
    application = lambda do |environment|
      [200, { 'Content-Type' => 'application/json' }, [JSON.generate(seen { yield environment })]]
    end
    options = { Host: '127.0.0.1', Port: 0, Logger: WEBrick::Log.new(File::NULL), AccessLog: [] }
    Rack::Handler::WEBrick.run(application, **options) { |server| show({ port: server.config[:Port] }.merge(sees)) }
  end
end

# Action Pack: what a controller reads in its requests, in an application that WEBrick serves.
require_relative 'protocol'
require 'action_controller'

KIND = ARGV[0]
SHOWN = %w[username realm nonce uri response cnonce nc qop opaque].freeze

# What its Digest has read when it comes to check a nonce; the nonce is that of no challenge of this server.
module Noting
  class << self
    attr_accessor :found
  end

  def decode_credentials_header(request)
    @read = super
  end

  def validate_nonce(key, request, value, *rest)
    Noting.found = value && [Protocol.challenge('Digest', @read.slice(*SHOWN))]
    super
  end
end
ActionController::HttpAuthentication::Digest.singleton_class.prepend(Noting)

class Controller < ActionController::Base
  include ActionController::HttpAuthentication::Token::ControllerMethods

  def index
    render(json: JSON.generate(Protocol.seen { read }))
  end

  private

  def read
    case KIND
    when 'basic' then authenticate_with_http_basic { |*found| Protocol.user_pass(found) }
    when 'digest' then authenticate_with_http_digest('realm') { nil } || Noting.found
    else authenticate_with_http_token { |token, options| [Protocol.challenge('Bearer', [['token', token], *options])] }
    end
  end
end

KEYS = ActiveSupport::KeyGenerator.new('secret')
SEES = { 'basic' => { user_pass: 'latin-1' }, 'digest' => {}, 'token' => { token68: 'token', any_scheme: true } }.freeze
application = Controller.action(:index)
Protocol.rack(SEES[KIND]) do |environment|
  Noting.found = nil
  environment['action_dispatch.key_generator'] = KEYS
  environment['action_dispatch.http_auth_salt'] = 'salt'
  JSON.parse(application.call(environment)[2].each.to_a.join)
end

# Action Pack: what ActionController::HttpAuthentication reads in a request: its Basic, Digest or Token, the argument.
require_relative 'protocol'
begin
  require 'action_controller'
  VERSION = ActionPack::VERSION::STRING
rescue LoadError, StandardError => e
  Protocol.missing(e)
end
KIND = ARGV[0]
SHOWN = %w[username realm nonce uri response cnonce nc qop opaque].freeze
OBSERVES = {
  'basic' => { scheme_case: 'title', params: 'none', only_schemes: ['Basic'] },
  'digest' => { scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, only_schemes: ['Digest'],
                only_params: SHOWN },
  'token' => { scheme_case: 'title', params: 'map', duplicates: 'last', only_schemes: %w[Token Bearer] }
}.freeze

Protocol.serve(
  { name: "Action Pack (#{KIND.capitalize})", version: VERSION, homepage: 'https://rubyonrails.org/',
    issues: 'https://github.com/rails/rails/issues', license: 'MIT' },
  ['credentials'], OBSERVES[KIND].merge(lines: 'one', octets: 'bytes')
) do |_operation, lines|
  request = ActionDispatch::Request.new('HTTP_AUTHORIZATION' => lines[0])
  case KIND
  when 'basic'
    found = nil
    ActionController::HttpAuthentication::Basic.authenticate(request) { |*user_pass| found = user_pass }
    raise Protocol::Reject, 'no Basic credentials' unless found

    found.empty? ? Protocol.challenge('Basic', []) : Protocol.basic_credentials(found, lines[0])
  when 'digest'
    found = ActionController::HttpAuthentication::Digest.decode_credentials_header(request)
    # It does not look at the scheme, but asks for a nonce before anything else.
    raise Protocol::Reject, 'no nonce' unless found['nonce']

    Protocol.challenge('Digest', found.slice(*SHOWN))
  else
    token, options = ActionController::HttpAuthentication::Token.token_and_options(request)
    raise Protocol::Reject, 'nil' if token.nil?

    scheme = lines[0][ActionController::HttpAuthentication::Token::TOKEN_REGEX, 1] # it says no more of it
    # `Bearer a` and `Bearer token="a"` are the same to it: shown is the one that was sent if it is one of them.
    if options.empty? && lines[0].split(/[ \t]+/n, 2).last == token
      Protocol.challenge(scheme, [], token)
    else
      Protocol.challenge(scheme, [['token', token], *options])
    end
  end
end

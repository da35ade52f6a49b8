%% cowlib: cow_http_hd:parse_www_authenticate and parse_authorization, which take one string. The argument says which of the two.
%% An error is how they reject, as everything in cowlib does: a value that no clause matches, or one that base64:decode does not take.
-module(cowlib_http_hd).
-export([main/1]).

refusing_by_error(Function, Value) ->
    try cow_http_hd:Function(Value)
    catch error:Why -> protocol:reject(io_lib:format("~0P", [Why, 10]))
    end.

parse(<<"challenges">>, [Value]) ->
    [challenge(One) || One <- refusing_by_error(parse_www_authenticate, Value)];
parse(<<"credentials">>, [Value]) ->
    case refusing_by_error(parse_authorization, Value) of
        {basic, User, Password} -> protocol:basic_credentials(User, Password, Value);
        {bearer, Token} -> protocol:challenge(<<"Bearer">>, [], Token);
        {digest, Params} -> protocol:challenge(<<"Digest">>, Params, null)
    end.

challenge({basic, Realm}) -> protocol:challenge(<<"Basic">>, [{<<"realm">>, Realm}], null);
challenge({bearer, Params}) -> protocol:challenge(<<"Bearer">>, Params, null);
challenge({digest, Params}) -> protocol:challenge(<<"Digest">>, Params, null);
challenge({Scheme, Params}) -> protocol:challenge(Scheme, Params, null).

%% Of Basic the result has a place for the realm only, without which there is no Basic challenge.
observes("challenges") ->
    #{scheme_case => lower, name_case => lower, token68 => false, lines => one, octets => bytes, checks => scheme};
observes("credentials") ->
    #{scheme_case => title, name_case => lower, lines => one, octets => bytes,
      only_schemes => [<<"Basic">>, <<"Bearer">>, <<"Digest">>]}.

main([Operation]) ->
    protocol:need(cow_http_hd, parse_www_authenticate, 1),
    protocol:need(cow_http_hd, parse_authorization, 1),
    protocol:serve(#{implementation => #{name => <<"cowlib">>, version => protocol:version(cowlib),
                                         homepage => <<"https://github.com/ninenines/cowlib">>,
                                         issues => <<"https://github.com/ninenines/cowlib/issues">>, license => <<"ISC">>},
                     operations => [list_to_binary(Operation)], observes => observes(Operation), parse => fun parse/2}).

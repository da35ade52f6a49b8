%% cowlib: cow_http_hd, given the fields of a response or of a request.
-module(cowlib_http_hd).
-export([main/1]).

main(["challenges"]) ->
    protocol:client(#{}, fun(Value) ->
        [case One of
             {basic, Realm} -> protocol:challenge(<<"basic">>, [{<<"realm">>, Realm}]);
             {Scheme, Params} when is_atom(Scheme) -> protocol:challenge(atom_to_binary(Scheme), Params);
             {Scheme, Params} -> protocol:challenge(Scheme, Params)
         end || One <- cow_http_hd:parse_www_authenticate(Value)]
    end);
main(["credentials"]) ->
    protocol:server(#{user_pass => <<"latin-1">>}, fun(Value) ->
        case cow_http_hd:parse_authorization(Value) of
            {basic, User, Password} -> [protocol:challenge(<<"basic">>, [{<<"username">>, User}, {<<"password">>, Password}])];
            {bearer, Token} -> [protocol:challenge(<<"bearer">>, [], Token)];
            {digest, Params} -> [protocol:challenge(<<"digest">>, Params)]
        end
    end).

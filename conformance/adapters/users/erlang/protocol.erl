%% What the programs in Erlang share: the probes are fetched, or served, with the HTTP parser of Erlang's sockets, lines of a name are
%% joined as Cowboy does it, and what the library shows of them is printed.
-module(protocol).
-export([client/2, server/2, challenge/2, challenge/3]).

text(Octets) -> unicode:characters_to_binary(Octets, latin1, utf8).

challenge(Scheme, Pairs) -> challenge(Scheme, Pairs, null).
challenge(Scheme, Pairs, Token68) ->
    #{scheme => text(Scheme), token68 => case Token68 of null -> null; _ -> text(Token68) end,
      params => [#{name => text(Name), value => text(Value)} || {Name, Value} <- Pairs]}.

show(Value) -> ok = file:write(standard_io, [jiffy:encode(Value, [uescape]), $\n]).

head(Socket, Name, Found) ->
    case gen_tcp:recv(Socket, 0, 10000) of
        {ok, http_eoh} -> iolist_to_binary(lists:join(", ", lists:reverse(Found)));
        {ok, {http_header, _, Name, _, Value}} -> head(Socket, Name, [Value | Found]);
        {ok, _} -> head(Socket, Name, Found);
        {error, _} -> none
    end.

seen(_, none) -> null;
seen(Read, Value) ->
    %% An error is how cowlib rejects.
    try Read(Value) catch error:_ -> null end.

client(Sees, Read) ->
    "http://127.0.0.1:" ++ Port = os:getenv("USERS_URL"),
    show(Sees),
    [show(seen(Read, fetch(list_to_integer(Port), Number))) || Number <- lists:seq(0, list_to_integer(os:getenv("USERS_COUNT")) - 1)],
    halt(0).

fetch(Port, Number) ->
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {active, false}, {packet, http_bin}]),
    ok = gen_tcp:send(Socket, ["GET /", integer_to_list(Number), " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"]),
    Value = head(Socket, 'Www-Authenticate', []),
    gen_tcp:close(Socket),
    Value.

server(Sees, Read) ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {active, false}, {packet, http_bin}, {ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Listener),
    show(Sees#{port => Port}),
    answer(Listener, Read).

answer(Listener, Read) ->
    {ok, Socket} = gen_tcp:accept(Listener),
    Body = jiffy:encode(seen(Read, head(Socket, 'Authorization', []))),
    ok = gen_tcp:send(Socket, ["HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", Body]),
    gen_tcp:close(Socket),
    answer(Listener, Read).

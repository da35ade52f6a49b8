%% The adapter protocol (PROTOCOL.md, section 3) for Erlang: the loop, the octets and the ends of a request.
%%
%% An adapter calls serve with a function parse(Operation, Lines), which hands the lines to the library and returns what came back. It
%% ends with reject where the library rejects in its documented way, and with unsupported where the library cannot be asked that; every
%% other exception is a fault of the library. The lines are binaries, one byte for each octet.
-module(protocol).
-export([serve/1, reject/1, unsupported/1, missing/1, need/3, version/1, challenge/3, basic_credentials/3]).

-spec reject(iodata()) -> no_return().
reject(Why) -> throw({reject, Why}).

-spec unsupported(iodata()) -> no_return().
unsupported(Why) -> throw({unsupported, Why}).

octets(Text) ->
    case unicode:characters_to_binary(Text, utf8, latin1) of
        Octets when is_binary(Octets) -> Octets;
        _ -> unsupported("a code point above U+00FF")
    end.

text(Octets) -> unicode:characters_to_binary(Octets, latin1, utf8).

%% C of PROTOCOL.md, section 2.2, from pairs {Name, Value}; Token68 is null where there is none.
challenge(Scheme, Pairs, Token68) ->
    #{scheme => text(Scheme),
      token68 => case Token68 of null -> null; _ -> text(Token68) end,
      params => [#{name => text(Name), value => text(Value)} || {Name, Value} <- Pairs]}.

%% C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does,
%% else the usual one, so that a library that reads another pair than was sent cannot hide it.
basic_credentials(User, Password, Line) ->
    Pair = <<User/binary, ":", Password/binary>>,
    Sent = lists:last(binary:split(string:trim(Line, both, " \t"), [<<" ">>, <<"\t">>], [global])),
    Shown = try base64:decode(Sent) of
                Pair -> Sent;
                _ -> base64:encode(Pair)
            catch error:_ -> base64:encode(Pair)
            end,
    challenge(<<"Basic">>, [], Shown).

say(Port, Answer) ->
    %% jiffy escapes what is not ASCII, but leaves DEL.
    Line = binary:replace(iolist_to_binary(jiffy:encode(Answer, [uescape])), <<127>>, <<"\\u007f">>, [global]),
    port_command(Port, [Line, $\n]).

%% Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
missing(Why) ->
    Port = open(),
    read_line(Port, []),
    port_command(Port, ["{\"protocol\":1,\"error\":\"", Why, "\"}\n"]),
    halt(3).

need(Module, Function, Arity) ->
    case code:ensure_loaded(Module) of
        {module, Module} -> ok;
        _ -> missing(io_lib:format("there is no module ~s", [Module]))
    end,
    case erlang:function_exported(Module, Function, Arity) of
        true -> ok;
        false -> missing(io_lib:format("~s has no ~s/~b", [Module, Function, Arity]))
    end.

version(Application) ->
    application:load(Application),
    {ok, Version} = application:get_key(Application, vsn),
    list_to_binary(Version).

%% Standard input and output as they are: Erlang's own reading of them would decode text, and is slow.
open() -> open_port({fd, 0, 1}, [binary, eof, {line, 65536}]).

read_line(Port, Before) ->
    receive
        {Port, {data, {noeol, Piece}}} -> read_line(Port, [Before, Piece]);
        {Port, {data, {eol, Piece}}} -> iolist_to_binary([Before, Piece]);
        {Port, eof} -> eof
    end.

serve(Adapter) ->
    need(jiffy, decode, 2),
    loop(open(), Adapter).

loop(Port, #{implementation := Implementation, operations := Operations, observes := Observes} = Adapter) ->
    case read_line(Port, []) of
        eof -> halt(0);
        Line ->
            Query = jiffy:decode(Line, [return_maps]),
            case Query of
                #{<<"cmd">> := <<"stop">>} -> halt(0);
                #{<<"cmd">> := <<"hello">>} ->
                    Runtime = list_to_binary("Erlang/OTP " ++ erlang:system_info(otp_release)),
                    say(Port, #{protocol => 1, operations => Operations, serializes => [], observes => Observes,
                                implementation => Implementation#{language => <<"Erlang">>, runtime => Runtime}});
                #{<<"seq">> := Seq} -> say(Port, (answer(Query, Adapter))#{seq => Seq})
            end,
            loop(Port, Adapter)
    end.

answer(#{<<"cmd">> := Command, <<"operation">> := Operation} = Query,
       #{operations := Operations, observes := Observes, parse := Parse}) ->
    try
        Command =:= <<"parse">> andalso lists:member(Operation, Operations)
            orelse unsupported([Command, " ", Operation]),
        Lines = lines_for(Observes, [octets(Line) || Line <- maps:get(<<"lines">>, Query)]),
        Member = case Operation of <<"auth-info">> -> <<"params">>; _ -> Operation end,
        #{outcome => accept, Member => Parse(Operation, Lines)}
    catch
        throw:{reject, Why} -> #{outcome => reject, error => text(iolist_to_binary(Why))};
        throw:{unsupported, Why} -> #{outcome => unsupported, reason => text(iolist_to_binary(Why))};
        Class:Why ->
            #{outcome => fault, error => text(iolist_to_binary(io_lib:format("~s: ~0P", [Class, Why, 20])))}
    end.

%% The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
lines_for(Observes, Lines) ->
    case {maps:get(lines, Observes, all), Lines} of
        {all, _} -> Lines;
        {_, []} -> [<<>>];
        {Takes, [_, _ | _]} when Takes =:= one; Takes =:= each -> unsupported("one field line only");
        _ -> Lines
    end.

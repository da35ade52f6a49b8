% What the programs in Prolog share: a server that shows what its library reads, and JSON in which each code is an octet.
:- module(protocol, [ show/1, challenge/4, serve/2 ]).
:- use_module(library(apply)).
:- use_module(library(http/http_dispatch)).
:- use_module(library(http/json)).
:- use_module(library(http/thread_httpd)).

show(Value) :-
    json_write_dict(user_output, Value, [width(0)]),
    nl(user_output),
    flush_output(user_output).

challenge(Scheme, Pairs, Token68, _{scheme:Scheme, token68:Token68, params:Params}) :- maplist(param, Pairs, Params).

param(Name-Value, _{name:NameText, value:ValueText}) :- text(Name, NameText), text(Value, ValueText).

text(Codes, Text) :- is_list(Codes), !, string_codes(Text, Codes).
text(Atomic, Text) :- atom_string(Atomic, Text).

:- meta_predicate serve(+, 2).

% Read(Authorization, Challenge) fails where the library refuses.
serve(Sees, Read) :-
    http_server(handle(Read), [port(localhost:Port)]),
    show(Sees.put(port, Port)),
    thread_get_message(_).

handle(Read, Request) :-
    catch(seen(Read, Request, Seen), Error, ( format(string(Text), "~p", [Error]), Seen = _{fault:Text} )),
    format("Content-type: application/json; charset=UTF-8~n~n"),
    json_write_dict(current_output, Seen, [width(0)]).

seen(Read, Request, [Challenge]) :- memberchk(authorization(Value), Request), call(Read, Value, Challenge), !.
seen(_, _, null).

% The adapter protocol (PROTOCOL.md, section 3) for SWI-Prolog: the loop, the octets and the three ends of a request.
%
% An adapter calls serve/4 with a predicate Parse(Operation, Lines, Result), which hands the lines to the library and returns what
% came back. It calls reject/1 where the library rejects in its documented way, and unsupported/1 where the library cannot be asked
% that; any other exception is a fault of the library. A string of the protocol has one code 0..255 per octet, which is how the
% library's streams hand over what they read.
:- module(protocol, [ reject/1, unsupported/1, missing/1, nothing/2, challenge/4, parameters/2, basic_credentials/5, message/4,
                      serve/4 ]).
:- use_module(library(apply)).
:- use_module(library(base64)).
:- use_module(library(http/json)).
:- use_module(library(memfile)).
:- use_module(library(readutil)).

member_of(challenges, challenges).
member_of(credentials, credentials).
member_of('auth-info', params).

reject(Why) :- throw(ends(_{outcome:reject, error:Why})).
unsupported(Why) :- throw(ends(_{outcome:unsupported, reason:Why})).

% ASCII, with one code point for each octet.
say(Answer) :-
    atom_json_dict(Text, Answer, [width(0), as(codes)]),
    forall(member(Code, Text), say_code(Code)),
    nl,
    flush_output.

say_code(Code) :- Code > 126, !, format("\\u~|~`0t~16r~4+", [Code]).
say_code(0'\n) :- !.
say_code(Code) :- put_char(user_output, Code).

% Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
missing(Error) :-
    read_line_to_string(user_input, _),
    for_people(Error, Why),
    say(_{protocol:1, error:Why}),
    halt(3).

% For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how it rejects.
nothing(Lines, Why) :-
    (   forall(member(Line, Lines), split_string(Line, "", " \t,", [""]))
    ->  true
    ;   reject(Why)
    ).

% Text for people; what it quotes of the value may hold anything.
for_people(Term, Text) :-
    ( string(Term) -> Codes0 = Term ; format(string(Codes0), "~p", [Term]) ),
    string_codes(Codes0, Codes),
    maplist(printable, Codes, Printable),
    length(Printable, Length),
    ( Length > 500 -> length(Shown, 500), append(Shown, _, Printable) ; Shown = Printable ),
    string_codes(Text, Shown).

printable(Code, Code) :- between(0x20, 0x7e, Code), !.
printable(_, 0'?).

text(Codes, Text) :- is_list(Codes), !, string_codes(Text, Codes).
text(Atomic, Text) :- atom_string(Atomic, Text).

% Params (PROTOCOL.md, section 2.2) from pairs Name-Value.
parameters(Pairs, Params) :- maplist(parameter, Pairs, Params).

parameter(Name-Value, _{name:NameText, value:ValueText}) :-
    text(Name, NameText),
    text(Value, ValueText).

challenge(Scheme, Pairs, Token68, _{scheme:SchemeText, token68:Token68Text, params:Params}) :-
    text(Scheme, SchemeText),
    ( Token68 == null -> Token68Text = null ; text(Token68, Token68Text) ),
    parameters(Pairs, Params).

% C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does,
% else the usual one, so that a library that reads another pair than was sent cannot hide it.
basic_credentials(Scheme, User, Password, Line, Credentials) :-
    atom_codes(User, UserCodes),
    append(UserCodes, [0':|Password], Pair),
    split_string(Line, " ", " ", [_|Words0]),
    exclude(==(""), Words0, Words),
    (   Words = [Sent],
        string_codes(Sent, SentCodes),
        catch(phrase(base64(Pair), SentCodes), _, fail)
    ->  Token68 = Sent
    ;   phrase(base64(Pair), Token68)
    ),
    challenge(Scheme, [], Token68, Credentials).

% A stream of the octets of a message, of which Start is the first line.
message(Start, Name, Lines, Stream) :-
    new_memory_file(File),
    setup_call_cleanup(
        open_memory_file(File, write, Out, [encoding(octet)]),
        (   format(Out, "~s\r\n", [Start]),
            forall(member(Line, Lines), format(Out, "~s: ~s\r\n", [Name, Line])),
            format(Out, "\r\n", [])
        ),
        close(Out)),
    open_memory_file(File, read, Stream, [encoding(octet), free_on_close(true)]).

% The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
lines_for(Observes, Lines0, Lines) :-
    ( get_dict(lines, Observes, Takes) -> true ; Takes = all ),
    (   memberchk(Takes, [one, each]), Lines0 = [_, _|_]
    ->  unsupported("one field line only")
    ;   Lines0 == [], Takes \== all
    ->  Lines = [""]
    ;   Lines = Lines0
    ).

:- meta_predicate serve(+, +, +, 3).

serve(Implementation0, Operations, Observes, Parse) :-
    current_prolog_flag(version_data, swi(Major, Minor, Patch, _)),
    format(string(Runtime), "SWI-Prolog ~w.~w.~w", [Major, Minor, Patch]),
    Implementation = Implementation0.put(_{language:"Prolog", runtime:Runtime}),
    set_stream(user_input, encoding(utf8)),
    repeat,
    read_line_to_string(user_input, Line),
    (   Line == end_of_file
    ->  true
    ;   atom_json_dict(Line, Query, [value_string_as_atom(false)]),
        (   Query.cmd == "stop"
        ->  true
        ;   Query.cmd == "hello"
        ->  say(_{protocol:1, implementation:Implementation, operations:Operations, serializes:[], observes:Observes}),
            fail
        ;   answer(Query, Operations, Observes, Parse, Answer),
            say(Answer.put(seq, Query.seq)),
            fail
        )
    ),
    !.

answer(Query, Operations, Observes, Parse, Answer) :-
    catch(accepted(Query, Operations, Observes, Parse, Answer), Error, ended(Error, Answer)),
    !.
answer(_, _, _, _, _{outcome:fault, error:"the adapter failed"}).

accepted(Query, Operations, Observes, Parse, Answer) :-
    atom_string(Operation, Query.operation),
    (   Query.cmd == "parse", memberchk(Operation, Operations)
    ->  true
    ;   unsupported(Query.operation)
    ),
    lines_for(Observes, Query.lines, Lines),
    call(Parse, Operation, Lines, Result),
    member_of(Operation, Member),
    Answer = _{outcome:accept}.put(Member, Result).

ended(ends(Answer0), Answer) :-
    !,
    ( get_dict(error, Answer0, Why) -> Key = error ; Key = reason, Why = Answer0.reason ),
    for_people(Why, Text),
    Answer = Answer0.put(Key, Text).
ended(Error, _{outcome:fault, error:Text}) :- for_people(Error, Text).

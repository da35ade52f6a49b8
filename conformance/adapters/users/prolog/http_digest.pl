% SWI-Prolog: http_parse_digest_challenge/2 of the header that http_open shows, and how http_digest_authenticate/3 parses the one
% that the server's handlers get.
:- use_module(protocol).
:- use_module(library(http/http_digest)).
:- use_module(library(http/http_open)).
:- initialization(main, main).

main :-
    set_stream(user_output, encoding(utf8)),
    (   getenv('USERS_OPERATION', credentials)
    ->  serve(_{}, credentials)
    ;   getenv('USERS_URL', URL),
        getenv('USERS_COUNT', Count),
        show(_{token68:false}),
        atom_number(Count, Number),
        Last is Number - 1,
        forall(between(0, Last, Probe), ( challenges(URL, Probe, Seen), show(Seen) ))
    ).

challenges(URL, Probe, Seen) :-
    format(atom(Each), '~w/~w', [URL, Probe]),
    http_open(Each, In, [status_code(_), headers(Headers)]),
    close(In),
    (   memberchk(www_authenticate(Value), Headers),
        http_parse_digest_challenge(Value, Fields)
    ->  shown(Fields, Challenge),
        Seen = [Challenge]
    ;   Seen = null
    ).

credentials(Value, Challenge) :-
    string_codes(Value, Codes),
    phrase(http_digest:parse_digest_reponse(Fields), Codes),
    shown(Fields, Challenge).

shown(Fields, Challenge) :-
    maplist(pair, Fields, Pairs),
    challenge("Digest", Pairs, null, Challenge).

pair(domain(Parts), domain-Value) :- !, atomic_list_concat(Parts, ' ', Value).
pair(Field, Name-Value) :- Field =.. [Name, Value].

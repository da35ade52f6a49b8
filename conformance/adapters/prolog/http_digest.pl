% SWI-Prolog's library(http/http_digest). Challenges: the first WWW-Authenticate line of a response as http_open reads its head, given
% to http_parse_digest_challenge/2. Credentials: the first Authorization line of a request as http_read_request/2 reads it, parsed as
% http_digest_authenticate/3 does.
:- use_module(protocol).
:- initialization(main, main).

main :-
    catch(( use_module(library(http/http_digest)),
            use_module(library(http/http_open)),
            use_module(library(http/http_header)),
            forall(member(Needed, [ http_digest:parse_digest_reponse(_, _, _), http_open:read_header(_, _, _, _, _, _),
                                    http_open:parse_headers(_, _) ]),
                   ( predicate_property(Needed, defined) -> true ; throw(no(Needed)) ))
          ), Error, missing(Error)),
    current_prolog_flag(version_data, swi(Major, Minor, Patch, _)),
    format(string(Version), "~w.~w.~w", [Major, Minor, Patch]),
    serve(_{name:"SWI-Prolog (http_digest)", version:Version, homepage:"https://www.swi-prolog.org/pldoc/man?section=httpdigest",
            issues:"https://github.com/SWI-Prolog/packages-http/issues", license:"BSD-2-Clause"},
          [challenges, credentials],
          _{scheme_case:title, token68:false, lines:first, challenges:first, only_schemes:["Digest"], octets:latin1, input:message},
          parse).

parse(challenges, Lines, Challenges) :-
    message(`HTTP/1.1 401 Unauthorized`, `WWW-Authenticate`, Lines, In),
    call_cleanup(http_open:read_header(In, [], _, _, _, Head), close(In)),
    http_open:parse_headers(Head, Headers),
    (   memberchk(www_authenticate(Value), Headers),
        http_digest:http_parse_digest_challenge(Value, Fields)
    ->  shown(Fields, Challenge),
        Challenges = [Challenge]
    ;   Lines = [Line|_],
        nothing([Line], "failed"),
        Challenges = []
    ).
parse(credentials, Lines, Credentials) :-
    read_request(Lines, Request),
    (   memberchk(authorization(Value), Request),
        string_codes(Value, Codes),
        phrase(http_digest:parse_digest_reponse(Fields), Codes)
    ->  shown(Fields, Credentials)
    ;   reject("failed")
    ).

% A head that cannot be read gets a 400 from the server.
read_request(Lines, Request) :-
    message(`GET / HTTP/1.1`, `Authorization`, Lines, In),
    call_cleanup(catch(http_header:http_read_request(In, Request), error(syntax_error(Why), _), reject(Why)), close(In)).

shown(Fields, Challenge) :-
    maplist(pair, Fields, Pairs),
    challenge("Digest", Pairs, null, Challenge).

% A field is a term Name(Value). The value of domain is taken apart at each SP, so that SP between the parts is what it was.
pair(Field, Name-Value) :-
    Field =.. [Name, Value0],
    ( is_list(Value0) -> atomic_list_concat(Value0, ' ', Value) ; Value = Value0 ).

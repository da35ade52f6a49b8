% SWI-Prolog's library(http/http_authenticate): http_authorization_data/2, as http_authenticate/3 asks it for Basic, of the first
% Authorization line of a request as http_read_request/2 reads it.
:- use_module(protocol).
:- initialization(main, main).

main :-
    catch(( use_module(library(http/http_authenticate)), use_module(library(http/http_header)) ), Error, missing(Error)),
    current_prolog_flag(version_data, swi(Major, Minor, Patch, _)),
    format(string(Version), "~w.~w.~w", [Major, Minor, Patch]),
    serve(_{name:"SWI-Prolog (http_authenticate)", version:Version,
            homepage:"https://www.swi-prolog.org/pldoc/man?section=httpauthenticate",
            issues:"https://github.com/SWI-Prolog/packages-http/issues", license:"BSD-2-Clause"},
          [credentials],
          _{scheme_case:title, params:none, lines:first, only_schemes:["Basic"], octets:latin1, input:message},
          parse).

parse(credentials, Lines, Credentials) :-
    read_request(Lines, Request),
    (   memberchk(authorization(Text), Request),
        http_authenticate:http_authorization_data(Text, basic(User, Password))
    ->  Lines = [Line|_],
        basic_credentials("Basic", User, Password, Line, Credentials)
    ;   reject("failed")
    ).

% A head that cannot be read gets a 400 from the server.
read_request(Lines, Request) :-
    message(`GET / HTTP/1.1`, `Authorization`, Lines, In),
    call_cleanup(catch(http_header:http_read_request(In, Request), error(syntax_error(Why), _), reject(Why)), close(In)).

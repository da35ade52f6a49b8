% SWI-Prolog: http_authorization_data/2 of the Authorization header that the server's handlers get.
:- use_module(protocol).
:- use_module(library(http/http_authenticate)).
:- initialization(main, main).

main :-
    set_stream(user_output, encoding(utf8)),
    serve(_{user_pass:"latin-1"}, credentials).

credentials(Value, Challenge) :-
    http_authorization_data(Value, basic(User, Password)),
    challenge("Basic", [username-User, password-Password], null, Challenge).

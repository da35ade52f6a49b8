from gauntlet_http_auth import ParseError, parse_challenges

for field in ('Digest realm="a, b", qop="auth", Negotiate', "Basic abc/def=x"):
    try:
        for challenge in parse_challenges(field):
            print(challenge.scheme)
            for name, value, quoted in challenge.params:
                print(f"  {name} = {value}")
    except ParseError as error:
        print(f"{error.code} at octet {error.offset}")

# HTTP::Headers::ActionPack: create_header with the field of a response that LWP has fetched.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;
use HTTP::Headers::ActionPack;

my $name = $ENV{USERS_OPERATION} eq 'auth-info' ? 'Authentication-Info' : 'WWW-Authenticate';
my $pack = HTTP::Headers::ActionPack->new;
client({ token68 => JSON::PP::false }, sub {
    my $value = join ', ', LWP::UserAgent->new->get($_[0])->header($name);
    my $found;
    if (!eval { $found = $pack->create_header($name => $value); 1 }) {
        return undef if $@ =~ /^(?:You must specify|Params must be)/;
        die $@;
    }
    my $params = $found->params;
    return $name eq 'Authentication-Info' ? parameters(%$params) : [challenge($found->auth_type, %$params)];
});

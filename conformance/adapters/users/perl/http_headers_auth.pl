# HTTP::Headers::Auth: www_authenticate of a response that LWP has fetched.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;
use HTTP::Headers::Auth;

client({ token68 => JSON::PP::false }, sub {
    my @found = LWP::UserAgent->new->get($_[0])->headers->www_authenticate;
    my @challenges;
    while (my ($scheme, $params) = splice @found, 0, 2) { push @challenges, challenge($scheme, %$params) }
    return \@challenges;
});

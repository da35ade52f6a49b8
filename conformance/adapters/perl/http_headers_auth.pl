# HTTP::Headers::Auth (HTTP-Message): $headers->www_authenticate in list context.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

eval { require HTTP::Headers; require HTTP::Headers::Auth; 1 } or missing($@);

serve(
    name       => 'HTTP::Headers::Auth',
    version    => HTTP::Headers->VERSION,
    operations => ['challenges'],
    observes   => {
        scheme_case => 'lower', name_case => 'lower', params => 'map', duplicates => 'last',
        token68     => JSON::PP::false, lines => 'all', octets => 'latin1',
    },
    about => {
        homepage => 'https://metacpan.org/dist/HTTP-Message',
        issues   => 'https://github.com/libwww-perl/HTTP-Message/issues',
        license  => 'Artistic-1.0-Perl OR GPL-1.0-or-later',
    },
    parse => sub {
        my ($operation, @lines) = @_;
        my $headers = HTTP::Headers->new;
        $headers->push_header('WWW-Authenticate' => $_) for @lines;
        my @found = $headers->www_authenticate;
        my @challenges;
        while (@found) {
            my ($scheme, $params) = splice @found, 0, 2;
            push @challenges, challenge($scheme, map { $_ => $params->{$_} } sort keys %$params);
        }
        return @challenges ? \@challenges : nothing('no challenges', @lines);
    },
);

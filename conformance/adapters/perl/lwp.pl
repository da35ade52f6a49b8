# LWP: how LWP::UserAgent reads a challenge before it looks for the LWP::Authen class of its scheme.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

eval { require LWP; require HTTP::Headers::Util; 1 } or missing($@);

serve(
    name       => 'LWP::UserAgent',
    version    => LWP->VERSION,
    operations => ['challenges'],
    observes   => {
        scheme_case => 'lower', name_case => 'lower', params => 'map', duplicates => 'last',
        token68     => JSON::PP::false, lines => 'one', challenges => 'first', octets => 'latin1',
    },
    about => {
        homepage => 'https://metacpan.org/dist/libwww-perl',
        issues   => 'https://github.com/libwww-perl/libwww-perl/issues',
        license  => 'Artistic-1.0-Perl OR GPL-1.0-or-later',
    },
    parse => sub {
        my ($operation, $value) = @_;
        # The user agent's own preparation, which is not to be had as a function.
        $value =~ tr/,/;/;
        my ($words) = HTTP::Headers::Util::split_header_words($value);
        my ($scheme, $no_value, %params) = @{ $words || [] };
        reject('Bad authentication scheme') unless defined $scheme && $scheme =~ /^[a-z]+(?:-[a-z]+)*$/;
        return [challenge($scheme, map { $_ => $params{$_} } sort keys %params)];
    },
);

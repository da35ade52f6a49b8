# HTTP::Headers: authorization_basic in list context, for Authorization fields.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

eval { require HTTP::Headers; HTTP::Headers->can('authorization_basic') or die 'no authorization_basic' } or missing($@);

serve(
    name       => 'HTTP::Headers (Basic)',
    version    => HTTP::Headers->VERSION,
    operations => ['credentials'],
    observes   => { scheme_case => 'title', params => 'none', lines => 'all', only_schemes => ['Basic'], octets => 'latin1' },
    about      => {
        homepage => 'https://metacpan.org/dist/HTTP-Message',
        issues   => 'https://github.com/libwww-perl/HTTP-Message/issues',
        license  => 'Artistic-1.0-Perl OR GPL-1.0-or-later',
    },
    parse => sub {
        my ($operation, @lines) = @_;
        my $headers = HTTP::Headers->new;
        $headers->push_header('Authorization' => $_) for @lines;
        my @found = $headers->authorization_basic;
        reject('an empty list') unless @found;
        return basic_credentials(join(', ', @lines), @found);
    },
);

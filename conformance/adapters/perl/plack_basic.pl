# Plack: the user-id and the password that Plack::Middleware::Auth::Basic asks about.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

eval { require Plack; require Plack::Middleware::Auth::Basic; 1 } or missing($@);

my $found;
my $application = Plack::Middleware::Auth::Basic->wrap(
    sub { [200, [], []] },
    authenticator => sub { $found = [@_[0, 1]]; return 1 },
);

serve(
    name       => 'Plack (Basic)',
    version    => Plack->VERSION,
    operations => ['credentials'],
    observes   => { scheme_case => 'title', params => 'none', lines => 'one', only_schemes => ['Basic'], octets => 'latin1' },
    about      => {
        homepage => 'https://plackperl.org/',
        issues   => 'https://github.com/plack/Plack/issues',
        license  => 'Artistic-1.0-Perl OR GPL-1.0-or-later',
    },
    parse => sub {
        my ($operation, $value) = @_;
        undef $found;
        my $response = $application->({ HTTP_AUTHORIZATION => $value });
        reject("status $response->[0]") unless $found;
        return basic_credentials($value, @$found);
    },
);

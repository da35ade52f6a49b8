# Plack: what Plack::Middleware::Auth::Basic asks about, of the requests to Plack's own server.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;
use HTTP::Server::PSGI;
use Plack::Middleware::Auth::Basic;

my $found;
my $application = Plack::Middleware::Auth::Basic->wrap(
    sub { [200, [], []] },
    authenticator => sub { $found = user_pass(@_[0, 1]); return 1 },
);
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 0, Proto => 'tcp') or die $@;
my $port = $listener->sockport;
close $listener;
HTTP::Server::PSGI->new(
    host => '127.0.0.1', port => $port, timeout => 10,
    server_ready => sub {
        show({ port => $port + 0, user_pass => 'latin-1', missing => JSON::PP::true, keeps_ows => JSON::PP::true });
    },
)->run(sub {
    undef $found;
    $application->($_[0]);
    return [200, ['Content-Type' => 'application/json'], [encoded($found)]];
});

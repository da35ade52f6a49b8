# Mojolicious: the userinfo of a request to an application of its server.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;
use Mojolicious;
use Mojo::Server::Daemon;

my $application = Mojolicious->new;
$application->log->level('fatal');
$application->routes->get('/' => sub {
    my $c = shift;
    my $found = $c->req->url->to_abs->userinfo;
    $c->render(data => encoded(defined $found ? user_pass(split /:/, $found, 2) : undef));
});
my $daemon = Mojo::Server::Daemon->new(app => $application, listen => ['http://127.0.0.1'], silent => 1);
$daemon->start;
show({ port => $daemon->ports->[0] + 0, user_pass => 'latin-1', missing => JSON::PP::true });
$daemon->ioloop->start;

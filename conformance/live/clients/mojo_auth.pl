# Mojo::UserAgent with the login in the URL: URL USER PASSWORD.
use strict;
use warnings;
use Mojo::UserAgent;
use Mojo::URL;

my ($url, $user, $password) = @ARGV;
my $client = Mojo::UserAgent->new(max_redirects => 5, request_timeout => 8);
$client->get(Mojo::URL->new($url)->userinfo("$user:$password"));

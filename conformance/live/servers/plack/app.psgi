# Plack::Middleware::Auth::Basic.
use strict;
use warnings;
use JSON::PP;
use Plack::App::URLMap;
use Plack::Builder;

my %users = (user => 'pass', user2 => 'pw');
my $page = sub { [200, ['Content-Type', 'text/plain'], ["the protected page\n"]] };
open my $file, '<:raw', "$ENV{HOME}/realms.json" or die $!;
my $realms = JSON::PP->new->decode(do { local $/; <$file> });

sub protect {
  my ($realm) = @_;
  return builder {
    enable 'Auth::Basic', realm => $realm,
      authenticator => sub { my ($user, $password) = @_; exists $users{$user} && $users{$user} eq $password };
    $page;
  };
}

my $urls = Plack::App::URLMap->new;
$urls->map('/basic' => protect('closed site'));
$urls->map("/realm/$_->{number}" => protect($_->{text})) for grep { $_->{number} ne '' } @$realms;
$urls->to_app;

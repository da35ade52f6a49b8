# Mojolicious, as its Cookbook has Basic: the challenge has no realm.
use Mojolicious::Lite -signatures;
use Mojo::Util qw(secure_compare);

get '/basic/' => sub ($c) {
  my $got = $c->req->url->to_abs->userinfo // '';
  return $c->render(text => "the protected page\n") if grep { secure_compare $got, $_ } 'user:pass', 'user2:pw';
  $c->res->headers->www_authenticate('Basic');
  $c->render(text => "no\n", status => 401);
};

app->log->level('fatal');
app->start;

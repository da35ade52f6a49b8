# Mojolicious: the userinfo that Mojo::Message::Request takes from a request, which is made here as a server reads it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

eval { require Mojolicious; require Mojo::Message::Request; 1 } or missing($@);

serve(
    name       => 'Mojolicious (Basic)',
    version    => Mojolicious->VERSION,
    operations => ['credentials'],
    observes   => {
        scheme_case => 'title', params => 'none', lines => 'all', only_schemes => ['Basic'], octets => 'bytes', input => 'message',
    },
    about => {
        homepage => 'https://mojolicious.org/',
        issues   => 'https://github.com/mojolicious/mojo/issues',
        license  => 'Artistic-2.0',
    },
    parse => sub {
        my ($operation, @lines) = @_;
        my $request = Mojo::Message::Request->new;
        $request->parse("GET / HTTP/1.1\x0d\x0aHost: example.test\x0d\x0a");
        $request->parse("Authorization: $_\x0d\x0a") for @lines;
        $request->parse("\x0d\x0a");
        unsupported('limit') if $request->is_limit_exceeded;
        my $found = $request->url->base->userinfo;
        reject('no userinfo') unless defined $found;
        return basic_credentials(join(', ', @lines), $found);
    },
);

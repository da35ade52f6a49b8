# LWP::UserAgent: the realms that it asks for credentials for, of the Basic and Digest challenges of a response.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

package Agent {
    use parent 'LWP::UserAgent';
    my @realms;
    sub get_basic_credentials { my ($self, $realm) = @_; push @realms, $realm; return }
    sub realms_of { my ($self, $url) = @_; @realms = (); $self->get($url); return @realms }
}

client({ schemes => ['Basic', 'Digest'], realms => JSON::PP::true },
       sub { [map { challenge('Basic', realm => $_) } Agent->new->realms_of($_[0])] });

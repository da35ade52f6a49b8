# LWP::UserAgent: the challenges that its `request` hands to LWP::Authen::SCHEME; the response is made here. It reads each field
# line by itself.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

eval { require LWP::UserAgent; require HTTP::Response; 1 } or missing($@);

# Every scheme has a class, which notes what it is called with and has no credentials. LWP makes the name of the class from that
# of the scheme, so that it can be read back.
my @seen;

sub Authen::Seen::authenticate {
    my ($class, $agent, $proxy, $challenge, $response) = @_;
    (my $scheme = lc $class) =~ s/^lwp::authen:://;
    $scheme =~ tr/_/-/;
    push @seen, challenge($scheme, map { $_ => $challenge->{$_} } sort keys %$challenge);
    return $response;
}
unshift @INC, sub {
    my ($self, $file) = @_;
    return unless $file =~ m{^LWP/Authen/(\w+)\.pm\z};
    my $class = "package LWP::Authen::$1; our \@ISA = 'Authen::Seen'; 1;";
    open my $handle, '<', \$class or die $!;
    return $handle;
};
my $agent = LWP::UserAgent->new;
my $response;
$agent->add_handler(request_send => sub { $response });

serve(
    name       => 'LWP::UserAgent',
    version    => LWP::UserAgent->VERSION,
    operations => ['challenges'],
    observes   => {
        scheme_case => 'lower', name_case => 'lower', params => 'map', duplicates => 'last',
        token68     => JSON::PP::false, lines => 'each', challenges => 'first', octets => 'latin1',
    },
    about => {
        homepage => 'https://metacpan.org/dist/libwww-perl',
        issues   => 'https://github.com/libwww-perl/libwww-perl/issues',
        license  => 'Artistic-1.0-Perl OR GPL-1.0-or-later',
    },
    parse => sub {
        my ($operation, $value) = @_;
        @seen = ();
        $response = HTTP::Response->new(401, 'Unauthorized', ['WWW-Authenticate' => $value]);
        my $result = $agent->get('http://127.0.0.1/');
        # A death while it works becomes a response of its own.
        die $result->content if $result->code != 401;
        return @seen ? [@seen] : nothing($result->header('Client-Warning') || 'no challenge', $value);
    },
);

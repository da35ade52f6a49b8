# HTTP::Headers: authorization_basic of the requests that HTTP::Daemon has read.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;
use HTTP::Daemon;
use HTTP::Response;

my $daemon = HTTP::Daemon->new(LocalAddr => '127.0.0.1') or die $@;
show({ port => $daemon->sockport + 0, user_pass => 'latin-1', missing => JSON::PP::true });
while (my $connection = $daemon->accept) {
    if (my $request = $connection->get_request) {
        my @found = $request->headers->authorization_basic;
        my $body = encoded(@found ? user_pass(@found) : undef);
        $connection->send_response(HTTP::Response->new(200, 'OK', ['Connection' => 'close'], $body));
    }
    $connection->close;
}

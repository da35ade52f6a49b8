package Protocol;

# The adapter protocol (PROTOCOL.md, section 3) for Perl: the loop, the octets and the three ends of a request.
#
# An adapter calls `serve` with a function parse => sub { my ($operation, @lines) = @_; ... }, which hands the lines to the
# library and returns what came back. It ends with reject("...") where the library rejects in its documented way, with
# unsupported("...") where the library cannot be asked that; any other death is a fault of the library.
# A string of the protocol has one character 0..255 per octet, which is how LWP hands field values over: as octets, without Perl's utf8
# flag, under which \s and lc would take the octets A0 and C3 for letters and spaces of Unicode.

use strict;
use warnings;
use Config;
use Exporter 'import';
use JSON::PP ();
use MIME::Base64 ();

our @EXPORT = qw(reject unsupported nothing missing challenge basic_credentials parameters serve);

my %member = (challenges => 'challenges', credentials => 'credentials', 'auth-info' => 'params');
my $json = JSON::PP->new->utf8->ascii;

sub reject      { die { outcome => 'reject',      error  => $_[0] } }
sub unsupported { die { outcome => 'unsupported', reason => $_[0] } }

# For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how the library rejects.
sub nothing {
    my ($why, @lines) = @_;
    reject($why) if grep { !/\A[ \t,]*\z/ } @lines;
    return [];
}

sub say_line {
    my $line = $json->encode($_[0]);
    $line =~ s/\x7f/\\u007f/g;
    print $line, "\n";
}

# Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
sub missing {
    my ($reason) = @_;
    $| = 1;
    readline(*STDIN);
    say_line({ protocol => 1, error => "$reason" });
    exit 3;
}

# C of PROTOCOL.md, section 2.2. A name without a value, which the libraries return as undef, is shown with an empty one: the protocol has
# no other way to show it.
sub challenge {
    my ($scheme, @pairs) = @_;
    return { scheme => "$scheme", token68 => undef, params => parameters(@pairs) };
}

# C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does, else
# the usual one, so that a library that reads another pair than was sent cannot hide it. Where the password is empty, or not there, the
# other may be what was sent.
sub basic_credentials {
    my ($line, @found) = @_;
    my $pair = join ':', map { defined $_ ? $_ : '' } @found;
    my ($sent) = $line =~ /[^ \t][ \t]+(.*?)[ \t]*\z/s;
    my %usual = map { $_ => 1 } $pair, @found == 2 && $pair =~ /\A(.*):\z/s ? $1 : (), @found < 2 ? "$pair:" : ();
    my $as_sent = defined $sent && $sent =~ m{\A[A-Za-z0-9._~+/-]*=*\z} && $usual{ MIME::Base64::decode($sent) };
    my $token68 = $as_sent ? $sent : MIME::Base64::encode($pair, '');
    return { scheme => 'Basic', token68 => $token68, params => [] };
}

sub parameters {
    my (@pairs) = @_;
    my @params;
    while (@pairs) {
        my ($name, $value) = splice @pairs, 0, 2;
        push @params, { name => defined $name ? "$name" : '', value => defined $value ? "$value" : '' };
    }
    return \@params;
}

sub serve {
    my (%adapter) = @_;
    $| = 1;
    local $SIG{__WARN__} = sub { };
    my $hello = {
        protocol       => 1,
        implementation => {
            name => $adapter{name}, version => "$adapter{version}", language => 'Perl',
            runtime => sprintf('perl %vd', $^V), %{ $adapter{about} || {} },
        },
        operations => $adapter{operations}, serializes => [], observes => $adapter{observes},
    };
    while (defined(my $line = readline(*STDIN))) {
        my $query = $json->decode($line);
        my $command = $query->{cmd};
        last if $command eq 'stop';
        if ($command eq 'hello') {
            say_line($hello);
            next;
        }
        my $operation = $query->{operation};
        my $answer;
        if ($command eq 'parse' && grep { $_ eq $operation } @{ $adapter{operations} }) {
            my @lines = @{ $query->{lines} };
            utf8::downgrade($_) for @lines;
            my $takes = $adapter{observes}{lines} || 'all';
            my $result = eval {
                # No line is the empty value (PROTOCOL.md, section 2.3).
                if ($takes ne 'all') {
                    unsupported('one field line only') if @lines > 1 && $takes =~ /^(?:one|each)$/;
                    @lines = ('') unless @lines;
                }
                $adapter{parse}->($operation, @lines);
            };
            if (defined $result) {
                $answer = { outcome => 'accept', $member{$operation} => $result };
            } elsif (ref $@ eq 'HASH') {
                $answer = { %{$@} };
            } else {
                $answer = { outcome => 'fault', error => substr("$@", 0, 500) };
            }
            # Text for people; what it quotes of the value may hold anything.
            s/([^\x20-\x7e])/sprintf '\\x{%x}', ord $1/ge for grep { defined } @$answer{ grep { exists $answer->{$_} } qw(error reason) };
        } else {
            $answer = { outcome => 'unsupported', reason => "$command $operation" };
        }
        say_line({ %$answer, seq => $query->{seq} });
    }
}

1;

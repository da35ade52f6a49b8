package Protocol;

# What the programs in Perl share: the probes are fetched, or served, and what the library shows of them is printed.
use strict;
use warnings;
use Exporter 'import';
use JSON::PP ();

eval { require LWP::UserAgent };    # a server needs none
our @EXPORT = qw(challenge parameters client show encoded user_pass);
my $json = JSON::PP->new->utf8->ascii;

sub challenge {
    my ($scheme, %params) = @_;
    return { scheme => "$scheme", token68 => undef, params => parameters(map { $_ => $params{$_} } sort keys %params) };
}

sub parameters {
    my (@pairs, @params) = @_;
    while (my ($name, $value) = splice @pairs, 0, 2) {
        push @params, { name => "$name", value => defined $value ? "$value" : '' };
    }
    return \@params;
}

sub encoded { return $json->allow_nonref->encode($_[0]) }

# The first line of a server; its port is in it.
sub show {
    $| = 1;
    print encoded($_[0]), "\n";
}

sub user_pass {
    my @found = @_;
    my @names = qw(username password);
    my @pairs = map { $names[$_] => $found[$_] } grep { length $found[$_] } 0 .. $#found;
    return [{ scheme => 'Basic', token68 => undef, params => parameters(@pairs) }];
}

# $fetch gets the URL of a probe and returns what its user sees.
sub client {
    my ($sees, $fetch) = @_;
    $| = 1;
    print $json->encode($sees), "\n";
    for my $number (0 .. $ENV{USERS_COUNT} - 1) {
        my $seen = eval { [$fetch->("$ENV{USERS_URL}/$number")] } || [{ fault => "$@" }];
        print $json->allow_nonref->encode($seen->[0]), "\n";
    }
}

1;

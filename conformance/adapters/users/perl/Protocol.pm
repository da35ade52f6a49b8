package Protocol;

# What the programs in Perl share: the probes are fetched, and what the library shows of them is printed.
use strict;
use warnings;
use Exporter 'import';
use JSON::PP ();
use LWP::UserAgent;

our @EXPORT = qw(challenge parameters client);
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

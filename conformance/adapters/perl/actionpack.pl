# HTTP::Headers::ActionPack: WWWAuthenticate and AuthenticationInfo, new_from_string.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Protocol;

eval {
    require HTTP::Headers::ActionPack;
    require HTTP::Headers::ActionPack::WWWAuthenticate;
    require HTTP::Headers::ActionPack::AuthenticationInfo;
    1;
} or missing($@);

my %class = (
    'challenges' => 'HTTP::Headers::ActionPack::WWWAuthenticate',
    'auth-info'  => 'HTTP::Headers::ActionPack::AuthenticationInfo',
);

serve(
    name       => 'HTTP::Headers::ActionPack',
    version    => HTTP::Headers::ActionPack->VERSION,
    operations => [sort keys %class],
    observes   => {
        params => 'map', duplicates => 'last', token68 => JSON::PP::false, lines => 'one', challenges => 'first',
        octets => 'latin1',
    },
    about => {
        homepage => 'https://metacpan.org/dist/HTTP-Headers-ActionPack',
        issues   => 'https://github.com/houseabsolute/http-headers-actionpack/issues',
        license  => 'Artistic-1.0-Perl OR GPL-1.0-or-later',
    },
    parse => sub {
        my ($operation, $value) = @_;
        my $found;
        # An object of these classes is false when it would be written as an empty string.
        if (!eval { $found = $class{$operation}->new_from_string($value); 1 }) {
            # The constructors confess what they cannot take; every other death is not theirs.
            reject($1) if $@ =~ /^(You must specify [a-z -]+|Params must be an even sized list[^\n]*?) at /;
            die $@;
        }
        # Each name once: what a name was last given is all that is kept.
        my %seen;
        my @params = map { $_ => $found->params->{$_} } grep { !$seen{$_}++ } @{ $found->{param_order} };
        return $operation eq 'auth-info' ? parameters(@params) : [challenge($found->auth_type, @params)];
    },
);

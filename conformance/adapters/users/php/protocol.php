<?php
// What the programs in PHP share: a file that PHP's web server runs for each request, or probes that are fetched, and JSON in which
// each code point is an octet.
error_reporting(0);

function text(mixed $value): string
{
    return iconv('ISO-8859-1', 'UTF-8', (string) $value);
}

function challenge(string $scheme, array $found): array
{
    $params = [];
    foreach ($found as $name => $value) $params[] = ['name' => text($name), 'value' => text($value)];
    return ['scheme' => $scheme, 'token68' => null, 'params' => $params];
}

function seen(callable $read): array|string|null
{
    try {
        return $read();
    } catch (Throwable $e) {
        return ['fault' => text($e->getMessage())];
    }
}

/** $read returns what a request shows. PHP's web server ends with this process. */
function server(array $sees, callable $read): void
{
    if (PHP_SAPI === 'cli-server') {
        header('Content-Type: application/json');
        echo json_encode(seen($read));
        return;
    }
    $free = stream_socket_server('tcp://127.0.0.1:0');
    $address = stream_socket_get_name($free, false);
    fclose($free);
    $null = ['file', '/dev/null', 'r+'];
    $server = proc_open(['setpriv', '--pdeathsig', 'KILL', PHP_BINARY, '-q', '-S', $address, $_SERVER['SCRIPT_FILENAME']],
                        [$null, $null, $null], $pipes);
    while (!stream_socket_client("tcp://$address")) usleep(20000);
    echo json_encode($sees + ['port' => (int) substr(strrchr($address, ':'), 1)]), "\n";
    proc_close($server);
}

/** $fetch gets the URL of a probe and returns what its user sees. */
function client(array $sees, callable $fetch): void
{
    echo json_encode($sees), "\n";
    for ($number = 0; $number < getenv('USERS_COUNT'); $number++) {
        $found = seen(fn () => $fetch(getenv('USERS_URL') . "/$number"));
        fwrite(STDOUT, json_encode($found) . "\n");
    }
}

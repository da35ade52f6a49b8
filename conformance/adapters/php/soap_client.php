<?php
// PHP's SoapClient: what it keeps of the challenge of a response with 401, asked for with reflection. A process beside it answers on
// the loopback interface, since the client reads from a connection of its own.
require __DIR__ . '/protocol.php';
if (!property_exists('SoapClient', '_digest')) Protocol::missing('no SoapClient, or none with _digest');

$listener = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($listener, false);
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

/** The response for all connections is the last one that has come through $theirs; the process ends when nobody is at its other end. */
function answerer($listener, $theirs): never
{
    $response = '';
    while (true) {
        $ready = [$theirs, $listener];
        $none = null;
        stream_select($ready, $none, $none, null);
        if (in_array($theirs, $ready, true)) {
            $length = unpack('N', (string) fread($theirs, 4));
            if ($length === false) exit;
            for ($response = ''; strlen($response) < $length[1];) $response .= fread($theirs, $length[1] - strlen($response));
            continue;
        }
        $connection = stream_socket_accept($listener);
        for ($request = ''; !str_contains($request, '</SOAP-ENV:Envelope>') && !feof($connection);) {
            $request .= fread($connection, 8192);
        }
        fwrite($connection, $response);
        fclose($connection);
    }
}

if (($child = pcntl_fork()) === 0) {
    fclose($ours);
    fclose(STDIN);
    answerer($listener, $theirs);
}
fclose($theirs);
fclose($listener);

Protocol::serve(
    ['name' => 'PHP SoapClient (Digest)', 'version' => PHP_VERSION, 'homepage' => 'https://www.php.net/manual/en/book.soap.php',
     'issues' => 'https://github.com/php/php-src/issues', 'license' => 'PHP-3.01'],
    ['challenges'],
    ['scheme_case' => 'title', 'params' => 'map', 'duplicates' => 'last', 'token68' => false, 'lines' => 'first',
     'challenges' => 'first', 'only_schemes' => ['Digest'], 'octets' => 'bytes', 'input' => 'message'],
    function ($operation, $lines) use ($ours, $address) {
        $start = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close";
        $response = Protocol::message($start, 'WWW-Authenticate', $lines);
        fwrite($ours, pack('N', strlen($response)) . $response);
        $client = new SoapClient(null, ['location' => "http://$address/", 'uri' => 'urn:x', 'login' => 'user', 'password' => 'password',
                                        'authentication' => SOAP_AUTHENTICATION_DIGEST, 'keep_alive' => false]);
        try {
            $client->__soapCall('ask', []);
        } catch (SoapFault $e) {
            // A 401 after the answer to the challenge, or at once.
        }
        $seen = (new ReflectionProperty('SoapClient', '_digest'))->getValue($client);
        if ($seen === null) return Protocol::nothing([$lines[0]], 'no challenge');
        // With its answer it counts, in a number beside the strings that it has read.
        return [Protocol::challenge('Digest', array_filter($seen, 'is_string'))];
    },
);

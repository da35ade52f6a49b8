<?php
// PHP's SoapClient: the answer to the challenge, as it is in the head of its last request.
require __DIR__ . '/protocol.php';

client(['answer' => true, 'schemes' => ['Digest']], function ($url) {
    $client = new SoapClient(null, ['location' => $url, 'uri' => 'urn:x', 'login' => 'user', 'password' => 'password',
                                    'authentication' => SOAP_AUTHENTICATION_DIGEST, 'keep_alive' => false, 'trace' => true]);
    try {
        $client->__soapCall('ask', []);
    } catch (SoapFault $e) {
        // The probes are all refusals.
    }
    return preg_match('/^Authorization: (Digest .*)/m', (string) $client->__getLastRequestHeaders(), $found) ? text($found[1]) : null;
});

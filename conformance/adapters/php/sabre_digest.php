<?php
// sabre/http: DigestAuth::init, which takes the credentials from the request and parses them; what came of it is asked for with
// reflection, since the class shows the user's name only.
require __DIR__ . '/protocol.php';
@include_once 'Sabre/autoload.php';
if (!class_exists('Sabre\HTTP\DigestAuth') || !property_exists('Sabre\HTTP\DigestAuth', 'digestParts')) {
    Protocol::missing('no Sabre\HTTP\DigestAuth');
}

Protocol::serveRequests(
    ['name' => 'sabre/http (Digest)', 'version' => Sabre\HTTP\Version::VERSION, 'homepage' => 'https://sabre.io/http/',
     'issues' => 'https://github.com/sabre-io/http/issues', 'license' => 'BSD-3-Clause'],
    ['credentials'],
    ['scheme_case' => 'title', 'params' => 'map', 'duplicates' => 'last', 'token68' => false, 'lines' => 'all',
     'only_schemes' => ['Digest'], 'octets' => 'bytes', 'input' => 'message'],
    function () {
        $digest = new Sabre\HTTP\DigestAuth();
        $digest->init();
        return (new ReflectionProperty($digest, 'digestParts'))->getValue($digest) ?: null;
    },
    fn ($seen) => Protocol::challenge('Digest', $seen),
);

<?php
// Symfony's HttpFoundation: getUser and getPassword of Request::createFromGlobals().
require __DIR__ . '/protocol.php';
@include_once 'Symfony/Component/HttpFoundation/autoload.php';
if (!class_exists('Symfony\Component\HttpFoundation\Request')) Protocol::missing('no Symfony\Component\HttpFoundation\Request');

Protocol::serveRequests(
    ['name' => 'Symfony HttpFoundation (Basic)', 'version' => Protocol::packageVersion('php-symfony-http-foundation'),
     'homepage' => 'https://symfony.com/doc/current/components/http_foundation.html',
     'issues' => 'https://github.com/symfony/symfony/issues', 'license' => 'MIT'],
    ['credentials'],
    ['scheme_case' => 'title', 'params' => 'none', 'lines' => 'all', 'only_schemes' => ['Basic'], 'octets' => 'bytes',
     'input' => 'message'],
    function () {
        $request = Symfony\Component\HttpFoundation\Request::createFromGlobals();
        return $request->getUser() === null ? null : ['user' => $request->getUser(), 'password' => $request->getPassword()];
    },
    fn ($seen, $lines) => Protocol::basicCredentials($seen['user'], $seen['password'], $lines[0]),
);

<?php
// PHP itself: PHP_AUTH_USER and PHP_AUTH_PW, which it takes out of the Authorization field of a request to its own web server.
require __DIR__ . '/protocol.php';

Protocol::serveRequests(
    ['name' => 'PHP (Basic)', 'version' => PHP_VERSION, 'homepage' => 'https://www.php.net/manual/en/features.http-auth.php',
     'issues' => 'https://github.com/php/php-src/issues', 'license' => 'PHP-3.01'],
    ['credentials'],
    ['scheme_case' => 'title', 'params' => 'none', 'lines' => 'all', 'only_schemes' => ['Basic'], 'octets' => 'bytes',
     'input' => 'message'],
    fn () => isset($_SERVER['PHP_AUTH_USER']) ? ['user' => $_SERVER['PHP_AUTH_USER'], 'password' => $_SERVER['PHP_AUTH_PW']] : null,
    fn ($seen, $lines) => Protocol::basicCredentials($seen['user'], $seen['password'], $lines[0]),
);

<?php
// PHP: what it puts into $_SERVER for a script.
require __DIR__ . '/protocol.php';

server(['user_pass' => 'latin-1'], fn () => isset($_SERVER['PHP_AUTH_USER'])
    ? [challenge('Basic', ['username' => $_SERVER['PHP_AUTH_USER'], 'password' => $_SERVER['PHP_AUTH_PW']])]
    : null);

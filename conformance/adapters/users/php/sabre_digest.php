<?php
// sabre/http: DigestAuth in a script, as its example has it. It shows the name of the user.
require __DIR__ . '/protocol.php';
require 'Sabre/autoload.php';

server(['schemes' => ['Digest'], 'params' => ['username']], function () {
    $digest = new Sabre\HTTP\DigestAuth();
    $digest->init();
    return $digest->getUsername() === false ? null : [challenge('Digest', ['username' => $digest->getUsername()])];
});

<?php
// Symfony's HttpFoundation: user and password of the request.
require __DIR__ . '/protocol.php';
require 'Symfony/Component/HttpFoundation/autoload.php';

server(['user_pass' => 'latin-1'], function () {
    $request = Symfony\Component\HttpFoundation\Request::createFromGlobals();
    if ($request->getUser() === null) return null;
    return [challenge('Basic', ['username' => $request->getUser(), 'password' => $request->getPassword()])];
});

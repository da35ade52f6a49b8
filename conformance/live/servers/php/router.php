<?php
// PHP's own server, with $_SERVER['PHP_AUTH_USER'] as the manual has it.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$realm = 'closed site';
foreach (json_decode(file_get_contents(__DIR__ . '/realms.json'), true) as $each) {
    if ($path === "/realm/{$each['number']}/") $realm = $each['text'];
}
$users = ['user' => 'pass', 'user2' => 'pw'];
if (($users[$_SERVER['PHP_AUTH_USER'] ?? ''] ?? null) === ($_SERVER['PHP_AUTH_PW'] ?? false)) {
    echo "the protected page\n";
} else {
    http_response_code(401);
    header("WWW-Authenticate: Basic realm=\"$realm\"");
}

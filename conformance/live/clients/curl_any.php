<?php
// PHP's curl with CURLAUTH_ANY: URL USER PASSWORD.
[, $url, $user, $password] = $argv;
$handle = curl_init($url);
curl_setopt_array($handle, [
    CURLOPT_HTTPAUTH => CURLAUTH_ANY, CURLOPT_USERPWD => "$user:$password", CURLOPT_RETURNTRANSFER => true,
    CURLOPT_FOLLOWLOCATION => true, CURLOPT_TIMEOUT => 8]);
curl_exec($handle);

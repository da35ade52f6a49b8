<?php
// A complete adapter in PHP: run it with `gauntlet run -- php adapter.php`. Put your parser in the place of `my_parser`.
const HELLO = ['protocol' => 1, 'implementation' => ['name' => 'my-parser', 'version' => '1.0', 'language' => 'PHP'],
    'operations' => ['challenges'], 'observes' => ['lines' => 'one', 'challenges' => 'first', 'token68' => false]];
const TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";

// The value has a byte for each octet, as $_SERVER has it.
function my_parser(string $value): array {
    if (!preg_match('/^(' . TOKEN . ')(?: +(.*))?$/sD', $value, $found)) return ['outcome' => 'reject', 'error' => 'no scheme'];
    [, $scheme] = $found;
    $rest = $found[2] ?? '';
    $params = [];
    while ($rest !== '') {
        if (!preg_match('/^(' . TOKEN . ')=(?:"((?:[^"\\\\]++|\\\\.)*+)"|(' . TOKEN . '))(?: *, *|$)/sD', $rest, $found)) {
            return ['outcome' => 'reject', 'error' => 'no parameter', 'offset' => strlen($value) - strlen($rest)];
        }
        $params[] = ['name' => text($found[1]), 'value' => text($found[3] ?? preg_replace('/\\\\(.)/s', '$1', $found[2]))];
        $rest = substr($rest, strlen($found[0]));
    }
    return ['outcome' => 'accept', 'challenges' => [['scheme' => text($scheme), 'token68' => null, 'params' => $params]]];
}

// A string of the protocol has a code point U+0000 to U+00FF for each octet.
function octets(string $text): string { return iconv('UTF-8', 'ISO-8859-1', $text); }
function text(string $octets): string { return iconv('ISO-8859-1', 'UTF-8', $octets); }

while (($line = fgets(STDIN)) !== false) {
    $query = json_decode($line, true, 16, JSON_THROW_ON_ERROR);
    if ($query['cmd'] === 'stop') break;
    try {
        $answer = match (true) {
            $query['cmd'] === 'hello' => HELLO,
            $query['operation'] !== 'challenges' => ['seq' => $query['seq'], 'outcome' => 'unsupported', 'reason' => 'challenges only'],
            default => ['seq' => $query['seq']] + my_parser(octets($query['lines'][0] ?? '')),
        };
    } catch (Throwable $error) {
        $answer = ['seq' => $query['seq'], 'outcome' => 'fault', 'error' => $error->getMessage()];
    }
    fwrite(STDOUT, str_replace("\x7f", '\u007f', json_encode($answer, JSON_THROW_ON_ERROR)) . "\n");
}

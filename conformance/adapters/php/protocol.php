<?php
// The adapter protocol (PROTOCOL.md, section 3) for PHP: the loop, the octets and the three ends of a request.
//
// An adapter calls Protocol::serve with a function ($operation, $lines) that hands the lines to the library and returns what came
// back. It throws Reject where the library rejects in its documented way, and Unsupported where the library cannot be asked that;
// every other Throwable is a fault of the library. A string of PHP is octets already; JSON's strings are mapped.

error_reporting(0);
// What a library prints is not an answer.
ob_start();

final class Reject extends Exception {}
final class Unsupported extends Exception {}

final class Protocol
{
    private const MEMBER = ['challenges' => 'challenges', 'credentials' => 'credentials', 'auth-info' => 'params'];

    public static function octets(string $text): string
    {
        return iconv('UTF-8', 'ISO-8859-1', $text);
    }

    public static function text(mixed $value): string
    {
        return iconv('ISO-8859-1', 'UTF-8', (string) $value);
    }

    private static function say(array $answer): void
    {
        ob_clean();
        fwrite(STDOUT, str_replace("\x7f", '\u007f', json_encode($answer, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR)) . "\n");
    }

    /** Answers hello with an error and ends: the library, or what the adapter needs of it, is not there. */
    public static function missing(string $why): never
    {
        fgets(STDIN);
        self::say(['protocol' => 1, 'error' => self::text($why)]);
        exit(3);
    }

    /** For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how it rejects. */
    public static function nothing(array $lines, string $why): array
    {
        foreach ($lines as $line) {
            if (trim($line, " \t,") !== '') throw new Reject($why);
        }
        return [];
    }

    public static function challenge(string $scheme, array $found, ?string $token68 = null): array
    {
        $params = [];
        foreach ($found as $name => $value) $params[] = ['name' => self::text($name), 'value' => self::text($value)];
        return ['scheme' => self::text($scheme), 'token68' => $token68 === null ? null : self::text($token68), 'params' => $params];
    }

    /**
     * C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it
     * does, else the usual one, so that a library that reads another pair than was sent cannot hide it.
     */
    public static function basicCredentials(string $user, ?string $password, string $line): array
    {
        $pair = "$user:$password";
        $sent = preg_replace('/^[^ ]* +/', '', trim($line, " \t"));
        return self::challenge('Basic', [], base64_decode($sent) === $pair ? $sent : base64_encode($pair));
    }

    /** The version of a Debian package, for libraries that do not tell their own; not asked for again in each request. */
    public static function packageVersion(string $name): string
    {
        if (PHP_SAPI === 'cli-server') return '';
        return exec('/usr/bin/dpkg-query -W -f \'${Version}\' ' . escapeshellarg($name) . ' 2>/dev/null') ?: 'unknown';
    }

    /** The octets of a message, of which $start is the first line. */
    public static function message(string $start, string $name, array $lines): string
    {
        $fields = array_map(fn ($line) => "$name: $line\r\n", $lines);
        return "$start\r\n" . implode($fields) . "\r\n";
    }

    /** The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3). */
    private static function linesFor(array $observes, array $lines): array
    {
        $takes = $observes['lines'] ?? 'all';
        if (count($lines) > 1 && in_array($takes, ['one', 'each'], true)) throw new Unsupported('one field line only');
        return $lines === [] && $takes !== 'all' ? [''] : $lines;
    }

    public static function serve(array $implementation, array $operations, array $observes, callable $parse): void
    {
        $implementation += ['language' => 'PHP', 'runtime' => 'PHP ' . PHP_VERSION];
        while (($line = fgets(STDIN)) !== false) {
            $query = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
            if ($query['cmd'] === 'stop') return;
            if ($query['cmd'] === 'hello') {
                self::say(['protocol' => 1, 'implementation' => $implementation, 'operations' => $operations, 'serializes' => [],
                           'observes' => $observes]);
                continue;
            }
            $operation = $query['operation'];
            try {
                if ($query['cmd'] !== 'parse' || !in_array($operation, $operations, true)) {
                    throw new Unsupported("$query[cmd] $operation");
                }
                $lines = self::linesFor($observes, array_map([self::class, 'octets'], $query['lines']));
                $answer = ['outcome' => 'accept', self::MEMBER[$operation] => $parse($operation, $lines)];
            } catch (Reject $e) {
                $answer = ['outcome' => 'reject', 'error' => self::text($e->getMessage())];
            } catch (Unsupported $e) {
                $answer = ['outcome' => 'unsupported', 'reason' => self::text($e->getMessage())];
            } catch (Throwable $e) {
                $answer = ['outcome' => 'fault', 'error' => self::text(substr(get_class($e) . ': ' . $e->getMessage(), 0, 500))];
            }
            self::say(['seq' => $query['seq']] + $answer);
        }
    }

    /**
     * For what PHP itself, or a library on top of it, reads in a request. PHP's own web server runs the adapter's file for each of
     * them: there $seen is called, which returns strings, null for a refusal. $shown makes C of that and of the lines.
     */
    public static function serveRequests(
        array $implementation, array $operations, array $observes, callable $seen, callable $shown): void
    {
        if (PHP_SAPI === 'cli-server') {
            try {
                $answer = ['seen' => self::mapped($seen())];
            } catch (Throwable $e) {
                $answer = ['fault' => self::text(get_class($e) . ': ' . $e->getMessage())];
            }
            ob_clean();
            echo json_encode($answer, JSON_THROW_ON_ERROR);
            return;
        }
        $address = self::startServer();
        self::serve($implementation, $operations, $observes, function ($operation, $lines) use ($address, $shown) {
            $answer = self::ask($address, $lines);
            if (isset($answer['fault'])) throw new ErrorException($answer['fault']);
            if ($answer['seen'] === null) throw new Reject('no credentials');
            return $shown(self::unmapped($answer['seen']), $lines);
        });
    }

    /** As a list of pairs, since the names are octets, too. */
    private static function mapped(?array $seen): ?array
    {
        if ($seen === null) return null;
        $pairs = [];
        foreach ($seen as $name => $value) $pairs[] = [self::text($name), $value === null ? null : self::text($value)];
        return $pairs;
    }

    private static function unmapped(array $pairs): array
    {
        $seen = [];
        foreach ($pairs as [$name, $value]) $seen[self::octets($name)] = $value === null ? null : self::octets($value);
        return $seen;
    }

    private static function startServer(): string
    {
        $free = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($free, false);
        fclose($free);
        // It ends with this process, however that ends.
        $command = ['setpriv', '--pdeathsig', 'KILL', PHP_BINARY, '-q', '-S', $address,
                    $_SERVER['SCRIPT_FILENAME']];
        $null = ['file', '/dev/null', 'r+'];
        $GLOBALS['server'] = proc_open($command, [$null, $null, $null], $pipes);
        for ($tries = 0; $tries < 500; $tries++) {
            if ($connection = @stream_socket_client("tcp://$address")) {
                fclose($connection);
                return $address;
            }
            usleep(20000);
        }
        self::missing('PHP\'s web server does not start');
    }

    /** A crash of the server is one of this process. A head that the server refuses has no answer. */
    private static function ask(string $address, array $lines): array
    {
        $connection = stream_socket_client("tcp://$address", $code, $why) ?: exit(1);
        fwrite($connection, self::message("GET / HTTP/1.1\r\nHost: $address\r\nConnection: close", 'Authorization', $lines));
        $answer = explode("\r\n\r\n", stream_get_contents($connection), 2);
        if (count($answer) === 2 && str_starts_with($answer[0], 'HTTP/1.1 200 ')) {
            return json_decode($answer[1], true, 512, JSON_THROW_ON_ERROR);
        }
        if (!proc_get_status($GLOBALS['server'])['running']) exit(1);
        throw new Reject('the web server refuses the head');
    }
}

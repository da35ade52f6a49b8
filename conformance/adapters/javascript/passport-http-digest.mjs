// passport-http: what its DigestStrategy has read when it asks for the password of a user. It shows the check of a request the
// username only, and before that it demands that the request is for the uri. So its file is loaded here with two lines more at
// its end, which show what its parse returns, and let the request be for that uri.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { challenge, missing, npm, Reject, serve } from './protocol.mjs';

const { version } = await npm('passport-http');
let read;
const request = { method: 'GET' };
const show = (credentials) => {
  read = credentials;
  request.url = credentials.uri ?? '/';
  return credentials;
};
const DigestStrategy = await (async () => {
  try {
    const require = createRequire(join(process.argv[2], 'load.mjs'));
    const file = require.resolve('passport-http/lib/passport-http/strategies/digest.js');
    const within = { exports: {} };
    new Function('require', 'module', 'show', `${readFileSync(file, 'utf8')}
      const parseAsItIs = parse;
      parse = (params) => show(parseAsItIs(params));`)(createRequire(file), within, show);
    return within.exports;
  } catch (error) {
    return missing(`passport-http: no parse to be seen: ${error.message}`);
  }
})();
let asked;
const strategy = new DigestStrategy(() => { asked = true; });
let refusal;
strategy.fail = (why) => { refusal = new Reject(typeof why === 'number' ? String(why) : 'a challenge'); };

await serve({
  name: 'passport-http (Digest)', version, operations: ['credentials'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'first', only_schemes: ['Digest'],
    octets: 'latin1',
  },
  homepage: 'https://github.com/jaredhanson/passport-http',
  issues: 'https://github.com/jaredhanson/passport-http/issues', license: 'MIT',
  parse(operation, [value]) {
    asked = false;
    refusal = undefined;
    request.headers = { authorization: value };
    strategy.authenticate(request);
    if (!asked) throw refusal;
    return challenge('Digest', read);
  },
});

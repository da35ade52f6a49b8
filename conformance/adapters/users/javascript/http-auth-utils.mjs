// http-auth-utils: its two parse functions, of the fields that Node has read.
import { challenge, client, npm, operation, server } from './protocol.mjs';

const { parseAuthorizationHeader, parseWWWAuthenticateHeader } = await npm('http-auth-utils');

const seen = (parse) => (value) => {
  try {
    const { type, data } = parse(value);
    return [operation === 'credentials' && 'hash' in data ? challenge(type, {}, data.hash) : challenge(type, data)];
  } catch (error) {
    if (/^E_/.test(error.code ?? '')) return null;
    throw error;
  }
};

if (operation === 'credentials') {
  server({ first_line: true }, (request) => seen(parseAuthorizationHeader)(request.headers.authorization));
} else {
  await client({}, seen(parseWWWAuthenticateHeader));
}

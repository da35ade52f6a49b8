// auth-header: parse, of the fields that Node has read.
import { challenge, client, npm, operation, server } from './protocol.mjs';

const { parse } = await npm('auth-header');

function read(value) {
  let found;
  try {
    found = parse(value);
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('Invalid scheme')) return null;
    throw error;
  }
  const token = Array.isArray(found.token) ? found.token.join(' ') : found.token;
  return [challenge(found.scheme, found.params, token)];
}

if (operation === 'credentials') server({ first_line: true }, (request) => read(request.headers.authorization));
else await client({}, read);

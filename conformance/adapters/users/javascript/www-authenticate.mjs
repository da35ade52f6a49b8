// www-authenticate: its parsers, of the fields that Node has read.
import { challenge, client, npm, operation } from './protocol.mjs';

const { parsers } = (await npm('www-authenticate')).default;

await client({ token68: false }, (value) => {
  const found = operation === 'auth-info' ? new parsers.Authentication_Info(value) : new parsers.WWW_Authenticate(value);
  if (found.err) return null;
  return operation === 'auth-info' ? challenge('', found.parms).params : [challenge(found.scheme, found.parms)];
});

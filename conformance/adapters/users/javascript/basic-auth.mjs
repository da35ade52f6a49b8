// basic-auth, given the request of Node's server.
import { challenge, npm, server } from './protocol.mjs';

const auth = (await npm('basic-auth')).default;

server({ user_pass: 'utf-8', decodes: 'utf-8' }, (request) => {
  const found = auth(request);
  return found && [challenge('Basic', { username: found.name, password: found.pass })];
});

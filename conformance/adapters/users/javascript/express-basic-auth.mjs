// express-basic-auth, in an Express application: what it leaves in request.auth.
import { challenge, listen, npm } from './protocol.mjs';

const express = (await npm('express')).default;
const basicAuth = (await npm('express-basic-auth')).default;

const app = express();
app.use(basicAuth({ authorizer: () => true, unauthorizedResponse: () => null }), (request, response) =>
  response.json([challenge('Basic', { username: request.auth.user, password: request.auth.password })]));
listen({ user_pass: 'utf-8', decodes: 'utf-8' }, app);

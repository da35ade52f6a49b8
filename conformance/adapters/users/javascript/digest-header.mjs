// digest-header: the Authorization field that it composes for the field of a response.
import { client, npm } from './protocol.mjs';

const compose = (await npm('digest-header')).default;

await client({ answer: true, schemes: ['Digest'] }, (value) => compose('GET', '/', value, 'user:password'));

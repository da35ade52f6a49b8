// needle: the Authorization field that it sends for the field of a response.
import { clientOf, npm } from './protocol.mjs';

const needle = (await npm('needle')).default;
let fail;
process.on('uncaughtException', (error) => fail(error));

await clientOf({ answer: true, schemes: ['Digest'] }, (at) => new Promise((resolve, reject) => {
  fail = reject;
  needle.get(at, { username: 'user', password: 'password', auth: 'auto' }, (error, response) => {
    if (error) return reject(error);
    const answer = response.req.getHeader('authorization');
    return resolve(answer && !answer.startsWith('Digest ') ? { unsupported: answer } : answer);
  });
}));

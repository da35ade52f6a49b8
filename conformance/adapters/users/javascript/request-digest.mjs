// request: the Authorization field that it sends for the field of a response.
import { clientOf, npm } from './protocol.mjs';

const request = (await npm('request')).default;
const auth = { user: 'user', pass: 'password', sendImmediately: false };

await clientOf({ answer: true, schemes: ['Digest'] }, (url) => new Promise((resolve, reject) => {
  const sent = request({ url, auth }, (error) => {
    if (error) return reject(error);
    const answer = sent.getHeader('authorization');
    return resolve(answer && !answer.startsWith('Digest ') ? { unsupported: answer } : answer);
  });
}));

// @mhoc/axios-digest-auth: the Authorization field that it hands to axios for the field of a response.
import { clientOf, npm } from './protocol.mjs';

const { default: { default: AxiosDigestAuth } } = await npm('@mhoc/axios-digest-auth');
const axios = (await npm('axios')).default.create();
let answer;
axios.interceptors.request.use((config) => {
  answer = config.headers.authorization;
  return config;
});

await clientOf({ answer: true, schemes: ['Digest'] }, async (url) => {
  try {
    await new AxiosDigestAuth({ axios, username: 'user', password: 'password' }).request({ method: 'GET', url });
  } catch (error) {
    if (error.response?.status !== 401) throw error;
  }
  return answer;
});

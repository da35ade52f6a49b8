// @mitmaro/http-authorization-header: parse, of the field that Node has read.
import { challenge, npm, server } from './protocol.mjs';

const { default: library } = await npm('@mitmaro/http-authorization-header');

server({ first_line: true }, (request) => {
  try {
    const found = library.parse(request.headers.authorization);
    return [challenge(found.scheme, found.values, found.value)];
  } catch (error) {
    if (error instanceof library.InvalidHeaderError) return null;
    throw error;
  }
});

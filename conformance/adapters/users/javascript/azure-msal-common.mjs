// @azure/msal-common: AuthenticationHeaderParser with the fields of a response as Node has read them.
import { clientOf, fields, npm } from './protocol.mjs';

const { AuthenticationHeaderParser, ClientConfigurationError } = await npm('@azure/msal-common');

await clientOf({}, async (at) => {
  const parser = new AuthenticationHeaderParser(await fields(at));
  try {
    return [{ name: 'nextnonce', value: parser.getShrNonce() }];
  } catch (error) {
    if (error instanceof ClientConfigurationError) return null;
    throw error;
  }
});

// @azure/msal-common: the nextnonce that getShrNonce of its AuthenticationHeaderParser takes out of Authentication-Info.
import { nothing, npm, parameters, serve } from './protocol.mjs';

const { all, version } = await npm('@azure/msal-common');

await serve({
  name: '@azure/msal-common', version, operations: ['auth-info'],
  observes: { params: 'map', duplicates: 'last', lines: 'one', only_params: ['nextnonce'], octets: 'latin1' },
  homepage: 'https://github.com/AzureAD/microsoft-authentication-library-for-js',
  issues: 'https://github.com/AzureAD/microsoft-authentication-library-for-js/issues', license: 'MIT',
  parse(operation, [value]) {
    try {
      return parameters({ nextnonce: new all.AuthenticationHeaderParser({ 'authentication-info': value }).getShrNonce() });
    } catch (error) {
      if (error instanceof all.ClientConfigurationError) return nothing([value], error.errorCode);
      throw error;
    }
  },
});

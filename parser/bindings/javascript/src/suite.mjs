// The conformance suite as data. Nothing is read before loadSuite() is called.
import { readSuite } from '#suite';

let loading;

/** All cases, requirements, flags and auth-schemes. Read once; every caller gets the same object. */
export function loadSuite() {
  loading ??= readSuite().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The cases for which `keep` answers true. */
export async function cases(keep = () => true) {
  return (await loadSuite()).cases.filter(keep);
}

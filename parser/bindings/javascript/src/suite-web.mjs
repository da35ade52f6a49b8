export async function readSuite() {
  const response = await fetch(new URL('suite.json.gz', import.meta.url));
  if (!response.ok) throw new Error(`suite.json.gz: ${response.status}; serve it beside suite-web.mjs`);
  const octets = new Uint8Array(await response.arrayBuffer());
  // A server may say that the file is packed for the way: then it comes here unpacked.
  const isPacked = octets[0] === 0x1f && octets[1] === 0x8b;
  if (!isPacked) return JSON.parse(new TextDecoder().decode(octets));
  const unpacked = new Blob([octets]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(unpacked).json();
}

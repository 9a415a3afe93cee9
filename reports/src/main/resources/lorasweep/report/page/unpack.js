// Data of the page: gzip in base64.

async function unpack(id) {
  if (typeof DecompressionStream === 'undefined') throw new Error('this browser is older than 2023');
  const bytes = Uint8Array.from(atob(byId(id).textContent), letter => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";

const page = (title: string, { host, key }: Sdk): string => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>${title}</title></head>
  <body>
    <h1>${title}</h1>
    <button id="look">Look at the tea</button>
    <button id="add">Add to cart</button>
    <button id="sign-in">Sign in</button>
    <button id="order">Order</button>
    <button id="sign-out">Sign out</button>
    <script src="/sdk.js" data-host="${host}" data-key="${key}"></script>
  </body>
</html>`;

type Sdk = { host: string; key: string };

/**
 * A shop on a site of its own, whose pages load a library from npm as its bundler makes it: `script` is a file beside
 * this one. `home` and `thanks` are its pages.
 */
export const openSdkShop = async (script: string, sdk: Sdk) => {
  const { outputFiles } = await build({
    entryPoints: [`e2e/${script}`],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const answers: Record<string, [type: string, body: string]> = {
    "/": ["text/html", page("Shop", sdk)],
    "/thanks": ["text/html", page("Thank you", sdk)],
    "/sdk.js": ["text/javascript", outputFiles[0]?.text ?? ""],
  };
  const server = createServer((request, response) => {
    const [type, body] = answers[(request.url ?? "").split("?", 1)[0] ?? ""] ?? [];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type ?? "text/plain" }).end(body);
  });
  server.listen(0);
  await once(server, "listening");
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    home: `${origin}/?utm_source=letter&utm_medium=email`,
    thanks: `${origin}/thanks`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
